/** Lets what was learnt move files up in a ranking, within bounds. */
export interface Ranked {
  readonly path: string;
  /** Belief of the ranker, 0..1; all of an answer add up to at most 1. */
  readonly score: number;
  readonly why: Readonly<Record<string, number>>;
}

/**
 * Bounds on what feedback can do, hostile feedback included: one file of an answer moves, by at most
 * `most` in log-odds, and less the surer the ranker is without it; from a belief of `sure` in some file
 * on, the first result stays first, since there the ranker is seldom wrong. Of the bounds tried, those
 * that kept the harm of hostile feedback below 2 % in each workspace (`npm run bench -- feedback`).
 * Less than `least` is nothing: it would only decide between equals.
 */
const BOOST = { files: 1, most: 1.6, doubt: 0.5, sure: 0.16, least: 0.05 } as const;

/**
 * The results with learnt files raised: every result of such a file by the same amount, which `why.learned`
 * tells. Order of equals and, without anything learnt, everything stays as it was. Best first.
 */
export function boostFiles<R extends Ranked>(results: readonly R[], strengthOf: (path: string) => number): R[] {
  const strengths = new Map<string, number>();
  const beliefs = new Map<string, number>();
  for (const { path, score } of results) {
    beliefs.set(path, (beliefs.get(path) ?? 0) + score);
    if (!strengths.has(path)) strengths.set(path, strengthOf(path));
  }
  const learnt = [...strengths].filter(([, strength]) => strength >= BOOST.least).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (learnt.length === 0) return [...results];
  const belief = Math.max(...beliefs.values());
  const doubt = Math.max(0, 1 - belief) ** BOOST.doubt;
  const [first] = results;
  const boosts = new Map(
    learnt.slice(0, BOOST.files).map(([path, strength]) => {
      const best = results.find((result) => result.path === path)!;
      const room = belief >= BOOST.sure && path !== first!.path ? Math.log(first!.score / best.score) : Infinity;
      return [path, Math.min(room, BOOST.most * strength * doubt)];
    }),
  );
  const raised = results.map((result, index) => {
    const boost = boosts.get(result.path) ?? 0;
    return { result, index, boost, mass: result.score * Math.exp(boost) };
  });
  const [before, after] = [sum(results.map(({ score }) => score)), sum(raised.map(({ mass }) => mass))];
  return raised
    .sort((a, b) => b.mass - a.mass || a.index - b.index)
    .map(({ result, boost, mass }) => ({
      ...result,
      score: Math.max(1e-6, round((mass * before) / after, 1e6)),
      why: boost > 0 ? { ...result.why, learned: round(boost, 1e4) } : result.why,
    }));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const round = (value: number, by: number): number => Math.round(value * by) / by;
