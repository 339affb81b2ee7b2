/** What runs are told apart by. Bounded: a label with too many values says `other` for the rest. */
import { LABELS } from '../kernel';
import type { LabelName, RunRecord } from '../kernel';

/** In the order of LABELS; an empty text means that there is none. */
export type LabelSet = readonly [operation: string, caller: string, mode: string, workspace: string, workflow: string];

const MOST: Readonly<Record<LabelName, number>> = { operation: 60, caller: 40, mode: 10, workspace: 50, workflow: 100 };
const VALUE_MAX_LENGTH = 40;

export type LabelsOf = (run: RunRecord) => LabelSet;

/** One per process: the first values that come get names of their own. */
export function createLabels(): LabelsOf {
  const known = new Map<LabelName, Set<string>>(LABELS.map((name) => [name, new Set()]));

  function bounded(name: LabelName, value: string | undefined): string {
    if (!value) return '';
    const short = value.slice(0, VALUE_MAX_LENGTH);
    const values = known.get(name)!;
    if (values.has(short)) return short;
    if (values.size >= MOST[name]) return 'other';
    values.add(short);
    return short;
  }

  return (run) => [
    bounded('operation', run.operation),
    bounded('caller', run.caller),
    bounded('mode', run.mode),
    bounded('workspace', run.workspace),
    bounded('workflow', run.workflow),
  ];
}

export const keyOfLabels = (labels: LabelSet): string => labels.join('\u0000');
export const labelsOfKey = (key: string): LabelSet => key.split('\u0000') as unknown as LabelSet;
