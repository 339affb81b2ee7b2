/** Runs a contestant over series and gathers all measures. */
import { advancePhase, DEFAULT_RULE, isFiring, startPhase, type PhaseRule } from '../../src/alert';
import { markSustained, type LabelledSeries } from './labelled';
import { countAlarms, newAlarms, newScores, score, type Alarms, type Scores } from './measures';
import type { Contestant, Statement } from './predictor';

export interface Result {
  /** Pooled over the series, one entry per horizon. */
  readonly scores: Scores[];
  /** One entry per level that alarms were raised at. */
  readonly alarms: Alarms[];
}

const MINUTE = 60_000;
const HORIZONS = 5;
/** No level is beyond what probabilities reach. */
const LEVEL_MAX = 0.99;

export const newResult = (levels: number): Result => ({
  scores: Array.from({ length: HORIZONS }, newScores),
  alarms: Array.from({ length: levels }, newAlarms),
});

/** `levels`: shares of the rule's own levels to try; a rule that says 0 or 1 is the same at all of them. */
export function runSeries(into: readonly Result[], series: LabelledSeries, contestant: Contestant, levels: readonly number[]): Statement[] {
  const predictor = contestant(series);
  const statements = Array.from(series.values, (value) => predictor.step(value));
  const unit = meanStep(series.values);
  const from = statements.findIndex((statement) => statement !== undefined);
  const raised = levels.map((level) => raise(series, statements, { ...DEFAULT_RULE, fireAt: DEFAULT_RULE.fireAt.map((p) => Math.min(level * p, LEVEL_MAX)) }));
  for (const result of into) {
    score(result.scores, series, statements, unit);
    raised.forEach((alarm, i) => countAlarms(result.alarms[i]!, series, alarm, from));
  }
  return statements.filter((statement) => statement !== undefined);
}

/** The alert states of the package decide for every contestant; a bucket stands for a minute. */
function raise(series: LabelledSeries, statements: readonly (Statement | undefined)[], rule: PhaseRule): Uint8Array {
  const sustained = markSustained(series);
  let state = startPhase(0);
  return Uint8Array.from(statements, (statement, t) => {
    const judgement = { at: t * MINUTE, ready: statement !== undefined, breaching: sustained[t] === 1, probabilities: statement?.alarm, agreeing: statement?.agreeing };
    state = advancePhase(state, judgement, rule).state;
    return isFiring(state) ? 1 : 0;
  });
}

function meanStep(values: Float64Array): number {
  let total = 0;
  let count = 0;
  for (let t = 1; t < values.length; t++) {
    const step = Math.abs(values[t]! - values[t - 1]!);
    if (Number.isNaN(step)) continue;
    total += step;
    count += 1;
  }
  return total / count || 1;
}
