import type { RecordMetricRequest } from '../../../src/index';
import type { ItemRun } from '../../shared/run';

/** A list as JSON text or from an expression; undefined when it is empty. The engine checks what is in it. */
export function readValues(run: ItemRun, given: unknown, label: string): RecordMetricRequest['values'] | undefined {
  const parsed: unknown = typeof given === 'string' ? parse(run, given, label) : given;
  if (parsed === undefined || parsed === null || (Array.isArray(parsed) && parsed.length === 0)) return undefined;
  return parsed as RecordMetricRequest['values'];
}

function parse(run: ItemRun, text: string, label: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw run.createError('VALUE_INVALID', { name: label, reason: 'it is not valid JSON' });
  }
}
