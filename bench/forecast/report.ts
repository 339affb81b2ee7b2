/** Tables of results, and the goals they are held against. */
import { fixed, printTable } from '../table';
import { brierSkill, ece, medianOf, pool, type Alarms } from './measures';
import type { Result } from './run';

export interface Summary {
  readonly pinball: number;
  readonly pinballByHorizon: readonly number[];
  readonly covered: number;
  readonly coveredByHorizon: readonly number[];
  readonly ece: number;
  readonly brierSkill: number;
  readonly alarms: readonly AlarmSummary[];
}

export interface AlarmSummary {
  readonly precision: number;
  readonly recall: number;
  readonly falsePerDay: number;
  readonly leadMedian: number;
}

export function summarize({ scores, alarms }: Result): Summary {
  const whole = pool(scores);
  // Horizons count alike: longer ones have larger errors and would drown the others.
  const byHorizon = scores.filter(({ scored }) => scored > 0).map(({ pinball, scored }) => pinball / scored);
  return {
    pinball: byHorizon.reduce((sum, one) => sum + one, 0) / byHorizon.length,
    pinballByHorizon: byHorizon,
    covered: whole.covered / whole.scored,
    coveredByHorizon: scores.map(({ covered, scored }) => covered / scored),
    ece: ece(whole),
    brierSkill: brierSkill(whole),
    alarms: alarms.map(summarizeAlarms),
  };
}

function summarizeAlarms({ right, wrong, found, onsets, days, leads }: Alarms): AlarmSummary {
  return { precision: right / (right + wrong), recall: found / onsets, falsePerDay: wrong / days, leadMedian: medianOf(leads) };
}

/** `level` is the index of the level at which alarms are raised. */
export function printSummaries(summaries: Readonly<Record<string, Summary>>, level: number): void {
  printTable(
    ['', 'pinball', '5', '15', '30', '60', '120', '90 % covers', 'ECE', 'Brier skill', 'precision', 'recall', 'lead', 'false/day'],
    Object.entries(summaries).map(([name, { pinball, pinballByHorizon, covered, ece: error, brierSkill: skill, alarms }]) => {
      const alarm = alarms[level]!;
      const horizons = [0, 1, 2, 3, 4].map((h) => fixed(pinballByHorizon[h], 2));
      const { precision, recall, leadMedian, falsePerDay } = alarm;
      return [name, fixed(pinball), ...horizons, fixed(covered), fixed(error), fixed(skill, 2), fixed(precision, 2), fixed(recall, 2), fixed(leadMedian, 0), fixed(falsePerDay)];
    }),
  );
}

/** False alarms of `ours` over those of `theirs` where ours finds at least as many breaches. Undefined when it never does. */
export function ratioAtEqualRecall(ours: Summary, theirs: AlarmSummary): number | undefined {
  const enough = ours.alarms.filter(({ recall }) => recall >= theirs.recall).map(({ falsePerDay }) => falsePerDay);
  return enough.length === 0 ? undefined : Math.min(...enough) / theirs.falsePerDay;
}

/** The most breaches that alarms at any level find with no more than `falsePerDay` false ones, and with half of them. */
function recallAt({ alarms }: Summary, falsePerDay: number): AlarmSummary | undefined {
  const quiet = alarms.filter((one) => one.falsePerDay <= falsePerDay);
  return quiet.sort((a, b) => b.recall - a.recall)[0];
}

/** All contestants at the same number of false alarms, each at the level that suits it. */
export function printRecalls(summaries: Readonly<Record<string, Summary>>, falsePerDay: number): void {
  const shares = [1, 0.5, 0.25];
  printTable(
    [`at most ${fixed(falsePerDay)} false/day`, ...shares.flatMap((share) => [`recall at ${share}`, 'precision', 'lead'])],
    Object.entries(summaries).map(([name, summary]) => [
      name,
      ...shares.flatMap((share) => {
        const alarm = recallAt(summary, share * falsePerDay);
        return [fixed(alarm?.recall, 2), fixed(alarm?.precision, 2), fixed(alarm?.leadMedian, 0)];
      }),
    ]),
  );
}

export interface Goal {
  readonly name: string;
  readonly value: number | undefined;
  readonly low?: number;
  readonly high?: number;
}

/** Prints what is reached and what is not; returns whether all are. */
export function printGoals(goals: readonly Goal[]): boolean {
  const met = ({ value, low = -Infinity, high = Infinity }: Goal): boolean => value !== undefined && value >= low && value <= high;
  printTable(
    ['goal', 'value', 'wanted', ''],
    goals.map((goal) => {
      const { name, value, low, high } = goal;
      const wanted = [low === undefined ? '' : `≥ ${low}`, high === undefined ? '' : `≤ ${fixed(high, 3)}`].filter(Boolean).join(', ');
      return [name, fixed(value), wanted, met(goal) ? 'met' : 'missed'];
    }),
  );
  return goals.every(met);
}
