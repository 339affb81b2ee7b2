/** Keys of JSON and of JSON with comments, to a bounded depth; lists count as no level and have no keys. */
import { ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import { LIMITS } from '../../kernel';
import type { Outline } from './outline';

/** The parser calls itself for each level, so nesting too deep for the stack throws a RangeError. */
export function outlineJson(text: string, outline: Outline): void {
  /** Number of the key whose value is being read, per open object; -1 for none. */
  const keys: number[] = [];
  let lists = 0;
  const closeKey = (end: number): void => {
    const key = keys[keys.length - 1] ?? -1;
    // Inside a list the key belongs to the list.
    if (key >= 0 && lists === 0) outline.close(key, end);
  };
  visit(text, {
    onObjectBegin: () => void keys.push(-1),
    onObjectProperty(name, start, length) {
      if (lists > 0 || keys.length > LIMITS.documentDepthMax) return;
      const parent = keys[keys.length - 2] ?? -1;
      keys[keys.length - 1] = outline.add({ kind: 'key', name, start, end: start + length, parent });
    },
    onObjectEnd(offset, length) {
      keys.pop();
      closeKey(offset + length);
    },
    onArrayBegin: () => void (lists += 1),
    onArrayEnd(offset, length) {
      lists -= 1;
      closeKey(offset + length);
    },
    onLiteralValue: (_, offset, length) => closeKey(offset + length),
    onError: (code, offset) => outline.problem(offset, describe(code)),
  }, { allowTrailingComma: true });
}

const describe = (code: ParseErrorCode): string => printParseErrorCode(code).replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
