export * from './all';
export * as tools from './tools';
export { one, two as second, default as third } from './some';
export type { Shape } from './shapes';
export { type Only } from './only';
