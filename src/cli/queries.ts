import { createError } from '../index';

export interface Query {
  readonly id: unknown;
  readonly query: string;
}

/** Lines of `{"id", "query"}`; blank lines are passed over. Throws VALUE_INVALID with the line's number. */
export function parseQueries(file: string, text: string): Query[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, index) =>
    line.trim() === '' ? [] : [parseLine(`line ${index + 1} of ${file}`, line)],
  );
}

function parseLine(name: string, line: string): Query {
  const invalid = (reason: string) => createError('VALUE_INVALID', { name, reason });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw invalid((error as Error).message);
  }
  const { id, query } = (value ?? {}) as Record<string, unknown>;
  if (id === undefined || typeof query !== 'string') {
    throw invalid('it must be an object with an "id" and a "query" text');
  }
  return { id, query };
}
