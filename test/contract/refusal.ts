import type { ErrorCode } from '../../src/kernel';

/** What `toThrow` and `rejects.toThrow` compare with, to expect an error of one code. */
export function refusal(code: ErrorCode): Error {
  return expect.objectContaining({ code }) as Error;
}
