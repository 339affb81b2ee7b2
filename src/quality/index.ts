/** An estimate of the probability that the needed code is in the default pack of 4,000 tokens. */
import type { QualityScore } from '../kernel';

export interface QualityInput {
  /** Ranked scores, best first: the ranker's belief in each result, adding up to at most 1. */
  readonly scores: readonly number[];
  /** Best structural score, 0..1. */
  readonly structure: number;
  /** Share of the query's idf mass that the best result's file contains. */
  readonly coverage: number;
  /** Strength of the best result's words, 0..1. */
  readonly words: number;
  /** How many chunks the workspace has. */
  readonly chunks: number;
  /** Share of the top results that both branches proposed; absent where one branch alone was asked. */
  readonly agreement?: number;
  /** Share of the top results whose file was found unchanged. */
  readonly freshness: number;
}

/**
 * Logistic weights, fitted by `npm run bench -- calibrate`, which also prints how far they can be
 * trusted on repositories that they were not fitted on. Five numbers: more gained nothing there. A
 * question in twenty was one that nothing there answers, so that coverage learns what a miss looks like.
 */
export const QUALITY_WEIGHTS = { bias: -0.83, belief: 0.8, coverage: 1.01, agreement: 1.1, scarcity: 0.5 } as const;

/** Results whose belief is summed: the margin of the first over all others, with room for near ties. */
const TOP = 5;
/** What branches agree on as a rule (mean of the fitted cases): says nothing for or against. */
const USUAL_AGREEMENT = 0.78;

export function scoreQuality(input: QualityInput, minimum: number): QualityScore {
  const features = {
    belief: Math.min(1, input.scores.slice(0, TOP).reduce((sum, score) => sum + score, 0)),
    coverage: input.coverage,
    words: input.words,
    agreement: input.agreement ?? USUAL_AGREEMENT,
    structure: input.structure,
    freshness: input.freshness,
  };
  const sum =
    QUALITY_WEIGHTS.bias +
    QUALITY_WEIGHTS.belief * logOdds(features.belief) +
    QUALITY_WEIGHTS.coverage * features.coverage +
    QUALITY_WEIGHTS.agreement * features.agreement +
    QUALITY_WEIGHTS.scarcity * scarcity(input);
  const score = input.scores.length === 0 ? 0 : round(input.freshness / (1 + Math.exp(-sum)));
  const lowQuality = score < minimum;
  return {
    score,
    lowQuality,
    features: Object.fromEntries(Object.entries(features).map(([name, value]) => [name, round(value)])),
    advice: lowQuality ? adviceFor(input) : [],
  };
}

/** Within ±6.9, so that a belief that is all or nothing does not drown the other features. */
export function logOdds(share: number): number {
  const bounded = Math.min(0.999, Math.max(0.001, share));
  return Math.log(bounded / (1 - bounded));
}

/** From as many chunks on, what comes first among them has beaten enough others. */
const ENOUGH_CHUNKS = 1_500;
/** No word at all is as bad as words that say this share. */
const WORDS_MIN = 0.02;

/**
 * In a folder with little in it something always comes first by far, and both ways propose it: whether it
 * answers the question is then told by its words alone. 0 where there is enough to choose from, else the
 * lower the less there is and the weaker the words are.
 */
export function scarcity({ words, chunks }: Pick<QualityInput, 'words' | 'chunks'>): number {
  const lack = Math.log(ENOUGH_CHUNKS / Math.min(ENOUGH_CHUNKS, Math.max(1, chunks)));
  return lack * Math.log(Math.min(1, words + WORDS_MIN));
}

function adviceFor({ scores, coverage, structure, agreement = USUAL_AGREEMENT }: QualityInput): string[] {
  if (scores.length === 0) return ['Nothing matched: use other words, or check the root and the patterns.'];
  const advice: string[] = [];
  if (coverage < 0.5) advice.push('Few words of the query occur in the code: use names or terms from the code.');
  if (structure < 0.3) advice.push('Name a symbol, a file or a line if you know one.');
  if (agreement < 0.2) advice.push('Structure and words point to different places: look at more results.');
  return advice.length > 0 ? advice : ['Many places match about equally well: make the query more specific.'];
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
