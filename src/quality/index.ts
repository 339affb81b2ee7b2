/** An estimate of the probability that the needed code is among the results. */
import type { QualityScore } from '../kernel';

export interface QualityInput {
  /** Ranked scores, best first. */
  readonly scores: readonly number[];
  /** Best structural score, 0..1. */
  readonly structure: number;
  /** Share of the query's idf mass that the best result's file contains. */
  readonly coverage: number;
  /** Share of the top results that both branches proposed. */
  readonly agreement: number;
  /** Share of the top results whose file was found unchanged. */
  readonly freshness: number;
}

/** Logistic weights; `npm run bench:quality` prints how well they fit. */
export const QUALITY_WEIGHTS = { bias: -1.1, structure: 1.2, coverage: 1.6, margin: 1.3, agreement: 0.9 } as const;

export function scoreQuality(input: QualityInput, minimum: number): QualityScore {
  const margin = marginOf(input.scores);
  const { bias, ...weights } = QUALITY_WEIGHTS;
  const features = {
    structure: input.structure,
    coverage: input.coverage,
    margin,
    agreement: input.agreement,
    freshness: input.freshness,
  };
  const sum =
    bias +
    weights.structure * features.structure +
    weights.coverage * features.coverage +
    weights.margin * features.margin +
    weights.agreement * features.agreement;
  const score = input.scores.length === 0 ? 0 : round(input.freshness / (1 + Math.exp(-sum)));
  const lowQuality = score < minimum;
  return {
    score,
    lowQuality,
    features: Object.fromEntries(Object.entries(features).map(([name, value]) => [name, round(value)])),
    advice: lowQuality ? adviceFor(input) : [],
  };
}

/** How far the first result stands out from the fifth, 0..1. */
function marginOf(scores: readonly number[]): number {
  const [first = 0] = scores;
  if (first === 0) return 0;
  const later = scores[Math.min(4, scores.length - 1)]!;
  return scores.length === 1 ? 1 : (first - later) / first;
}

function adviceFor(input: QualityInput): string[] {
  if (input.scores.length === 0) return ['Nothing matched: use other words, or check the root and the patterns.'];
  const advice: string[] = [];
  if (input.coverage < 0.5) advice.push('Few words of the query occur in the code: use names or terms from the code.');
  if (input.structure < 0.3) advice.push('Name a symbol, a file or a line if you know one.');
  if (input.agreement < 0.2) advice.push('Structure and words point to different places: look at more results.');
  return advice.length > 0 ? advice : ['Many places match about equally well: make the query more specific.'];
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
