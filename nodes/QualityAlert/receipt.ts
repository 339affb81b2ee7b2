/**
 * What this node of this workflow was told of alerts that ended. It is confirmed by the next execution: the note of it
 * lies in the workflow's static data, which n8n saves when an execution ends, so a process that is killed before has
 * it told again. Executions by hand leave no note, and so take nothing away from those that count.
 */
import type { AlertEvent, EvaluateRequest } from '../../src/index';
import type { ItemRun } from '../shared/run';

/** Of the node's static data. */
interface Note {
  cursor?: number;
  /** The execution that was told, and the keys of what it was told. */
  execution?: string;
  keys?: string[];
}

export interface Receipt {
  readonly request: Pick<EvaluateRequest, 'consumer' | 'confirmed'>;
  /** Notes what was told; answers what this execution had not been told before. */
  sign(events: readonly AlertEvent[], cursor: number | undefined): readonly AlertEvent[];
}

/** Undefined for a workflow that was never saved: it has no id, so nobody could be told once. */
export function openReceipt({ context }: ItemRun): Receipt | undefined {
  const { id } = context.getWorkflow();
  if (!id) return undefined;
  const note = context.getWorkflowStaticData('node') as Note;
  const execution = context.getExecutionId();
  const own = note.execution === execution;
  const confirmed = own ? undefined : note.cursor;
  const consumer = `evaluate:${id}:${context.getNode().id}`.replace(/[^\w.:-]/g, '-').slice(0, 120);
  return {
    request: { consumer, ...(confirmed !== undefined && { confirmed }) },
    sign(events, cursor) {
      // Several items, or turns of a loop, ask in one execution; each end comes out of it once.
      const known = note.execution === execution ? (note.keys ?? []) : [];
      const told = events.filter(({ key }) => !known.includes(key));
      if (told.length > 0) Object.assign(note, { execution, cursor, keys: [...known, ...told.map(({ key }) => key)] });
      return told;
    },
  };
}
