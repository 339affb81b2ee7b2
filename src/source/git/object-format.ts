/** How a repository names its objects: by SHA-1, or by SHA-256 since Git 2.29 (gitformat-pack, hash-function-transition). */
import { createHash } from 'node:crypto';

export interface ObjectFormat {
  readonly name: 'sha1' | 'sha256';
  /** Length of a name. */
  readonly bytes: number;
}

const FORMATS: readonly ObjectFormat[] = [{ name: 'sha1', bytes: 20 }, { name: 'sha256', bytes: 32 }];

export const SHA1 = FORMATS[0]!;

/** Undefined for what is neither. */
export const findFormat = (name: string): ObjectFormat | undefined => FORMATS.find((format) => format.name === name);

/** What a name's digits alone say. */
export const formatOf = (oid: string): ObjectFormat | undefined =>
  /^[0-9a-f]+$/.test(oid) ? FORMATS.find(({ bytes }) => oid.length === 2 * bytes) : undefined;

export function digest({ name }: ObjectFormat, ...parts: readonly (string | Buffer)[]): Buffer {
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
