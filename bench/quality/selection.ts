/** Whether `automatic` picks a mode that is as good as the best one. */
import { CONCRETE_MODES, type ConcreteMode } from '../../src/kernel';
import type { Row } from './run';

export interface Selection {
  readonly cases: number;
  /** Share of cases where the picked mode's reciprocal rank is within .02 of the best mode's. */
  readonly accuracy: number;
  /** The same for always taking one mode. */
  readonly constant: Readonly<Record<ConcreteMode, number>>;
  /** Cases where a fusing mode beats both single modes by more than .02, and how often such a mode is picked there. */
  readonly fusionWins: number;
  readonly fusionPicked: number;
  readonly picked: Readonly<Record<string, number>>;
}

const NEAR = 0.02;
const FUSING: readonly ConcreteMode[] = ['parallel', 'ast_first', 'rag_first'];

/** Undefined when a mode was not run. */
export function judgeSelection(rows: readonly Row[]): Selection | undefined {
  const byCase = new Map<string, Map<string, Row>>();
  for (const row of rows) {
    const key = `${row.suite} ${row.case.id}`;
    const own = byCase.get(key) ?? new Map<string, Row>();
    byCase.set(key, own.set(row.system, row));
  }
  const cases = [...byCase.values()].flatMap((own) => readCase(own) ?? []);
  if (cases.length === 0) return undefined;
  const share = (list: readonly Judged[], test: (one: Judged) => boolean): number => list.filter(test).length / Math.max(1, list.length);
  const isNear = (mode: ConcreteMode) => ({ ranks, best }: Judged): boolean => ranks[mode] >= best - NEAR;
  const fusion = cases.filter(({ fusionWins }) => fusionWins);
  return {
    cases: cases.length,
    accuracy: share(cases, (one) => isNear(one.picked)(one)),
    constant: Object.fromEntries(CONCRETE_MODES.map((mode) => [mode, share(cases, isNear(mode))])) as Record<ConcreteMode, number>,
    fusionWins: fusion.length,
    fusionPicked: share(fusion, ({ picked }) => FUSING.includes(picked)),
    picked: Object.fromEntries(CONCRETE_MODES.map((mode) => [mode, cases.filter(({ picked }) => picked === mode).length])),
  };
}

interface Judged {
  readonly picked: ConcreteMode;
  readonly ranks: Readonly<Record<ConcreteMode, number>>;
  readonly best: number;
  readonly fusionWins: boolean;
}

function readCase(own: ReadonlyMap<string, Row>): Judged | undefined {
  const picked = own.get('automatic')?.mode;
  if (!picked || CONCRETE_MODES.some((mode) => !own.has(mode))) return undefined;
  const ranks = Object.fromEntries(CONCRETE_MODES.map((mode) => [mode, own.get(mode)!.measures.mrr])) as Record<ConcreteMode, number>;
  const best = Math.max(...Object.values(ranks));
  const fusionWins = Math.max(...FUSING.map((mode) => ranks[mode])) > Math.max(ranks.ast, ranks.rag) + NEAR;
  return { picked, ranks, best, fusionWins };
}
