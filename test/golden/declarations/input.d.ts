export declare const version: string;
export declare function parse(text: string): unknown;
export declare class Parser<T = unknown> {
  private constructor();
  static create<T>(): Parser<T>;
  readonly source: string;
}
declare module 'untyped-library' {
  export function run(): void;
}
declare global {
  interface Window { parser: Parser }
}
declare namespace Shapes {
  type Point = [number, number];
}
export namespace Api {
  const limit: number;
  namespace Inner { type Id = string }
}
