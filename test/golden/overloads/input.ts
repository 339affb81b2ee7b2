/** Reads text. */
export function read(path: string): string;
export function read(path: string, raw: true): Uint8Array;
export function read(path: string, raw?: boolean): string | Uint8Array {
  return raw ? new Uint8Array() : path;
}

class Reader {
  get(key: string): string;
  get(key: number): number;
  get(key: string | number) {
    return key;
  }
}
