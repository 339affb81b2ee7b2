/** How far stated probabilities can be trusted. */
export interface Stated {
  readonly score: number;
  readonly right: boolean;
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean of what was said, and share of what came true. */
  readonly stated: number;
  readonly observed: number;
}

export interface Calibration {
  readonly count: number;
  readonly rate: number;
  /** Expected calibration error: mean distance between said and seen over bins, by their counts (Naeini et al. 2015). */
  readonly ece: number;
  /** Chance that a right answer was given a higher score than a wrong one; ties count half. */
  readonly auroc: number;
  readonly bins: readonly Bin[];
}

const BINS = 10;

export function calibrate(stated: readonly Stated[]): Calibration {
  const bins = Array.from({ length: BINS }, (_, bin): Bin => {
    const own = stated.filter(({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin);
    const share = (value: (one: Stated) => number): number => own.reduce((sum, one) => sum + value(one), 0) / Math.max(1, own.length);
    return { from: bin / BINS, to: (bin + 1) / BINS, count: own.length, stated: share(({ score }) => score), observed: share(({ right }) => Number(right)) };
  });
  const count = Math.max(1, stated.length);
  return {
    count: stated.length,
    rate: stated.filter(({ right }) => right).length / count,
    ece: bins.reduce((sum, bin) => sum + (bin.count / count) * Math.abs(bin.stated - bin.observed), 0),
    auroc: areaUnderRoc(stated),
    bins,
  };
}

function areaUnderRoc(stated: readonly Stated[]): number {
  const right = stated.filter((one) => one.right);
  const wrong = stated.filter((one) => !one.right);
  if (right.length === 0 || wrong.length === 0) return 0.5;
  let won = 0;
  for (const a of right) for (const b of wrong) won += a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0;
  return won / (right.length * wrong.length);
}
