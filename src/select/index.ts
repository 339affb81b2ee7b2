/** Chooses how to answer: what the query looks like and what of it the workspace knows. */
import type { ConcreteMode, ModeDecision } from '../kernel';
import type { ParsedQuery } from '../query';

/** What the workspace says to the names and places in the query. */
export interface Evidence {
  /** Places of the query that lead to a file. */
  readonly places: number;
  /** Names of the query that are defined in the workspace. */
  readonly definedNames: number;
  /** Whether any file has symbols at all. */
  readonly hasStructure: boolean;
}

interface Rule {
  readonly when: (query: ParsedQuery, evidence: Evidence) => boolean;
  readonly reason: string;
  readonly favours: Partial<Record<ConcreteMode, number>>;
}

/** Each rule that holds adds its points; the mode with the most wins. */
const RULES: readonly Rule[] = [
  {
    when: (query, evidence) => query.shape.frames > 0 && evidence.places > 0,
    reason: 'a stack trace names files of this workspace',
    favours: { ast: 2, ast_first: 3 },
  },
  {
    when: (query, evidence) => evidence.places > 0 && query.places.some((place) => place.line !== undefined),
    reason: 'it names a file and line',
    favours: { ast: 3, ast_first: 1 },
  },
  {
    when: (_, evidence) => evidence.places > 0,
    reason: 'it names a file of this workspace',
    favours: { ast_first: 1.5, parallel: 1 },
  },
  {
    when: (query, evidence) => evidence.definedNames > 0 && query.shape.words <= 3,
    reason: 'it is little more than the name of a known symbol',
    favours: { ast: 3, ast_first: 1 },
  },
  {
    when: (query, evidence) => evidence.definedNames > 0 && query.callersOf !== undefined,
    reason: 'it asks who uses a known symbol',
    favours: { ast: 4, ast_first: 1 },
  },
  {
    when: (query, evidence) => evidence.definedNames > 0 && query.shape.asksForDefinition,
    reason: 'it asks where a known symbol is defined',
    favours: { ast: 1.5, ast_first: 2 },
  },
  {
    when: (query, evidence) => evidence.definedNames > 0 && query.shape.words > 3,
    reason: 'it mixes known symbols with prose',
    favours: { parallel: 2, ast_first: 0.5 },
  },
  {
    when: (query, evidence) => query.shape.asksForMeaning && evidence.definedNames === 0 && evidence.places === 0,
    reason: 'it asks for behaviour in prose',
    favours: { rag_first: 0.5, parallel: 0.8 },
  },
  {
    when: (query, evidence) => evidence.definedNames === 0 && evidence.places === 0 && query.shape.words > 0,
    reason: 'no name or file in it is known, so words have to tell',
    favours: { parallel: 1, rag_first: 0.6 },
  },
  {
    when: (_, evidence) => !evidence.hasStructure,
    reason: 'no file here has parsed structure',
    favours: { rag: 0.5, rag_first: 0.5, parallel: 0.5, ast: -3, ast_first: -1 },
  },
];

const HOLDS = '1';

/**
 * Which rules hold, one digit each: everything that a decision rests on. Of the query it is what the rules
 * ask, of the workspace what the evidence says, so whatever is decided for these digits holds for them always.
 */
export function groundsFor(query: ParsedQuery, evidence: Evidence): string {
  return RULES.map((rule) => (rule.when(query, evidence) ? HOLDS : '0')).join('');
}

/** What `automatic` picks on these grounds; pure. */
export function decideOn(grounds: string): ModeDecision {
  const scores: Record<ConcreteMode, number> = { ast: 0, rag: 0, ast_first: 0, rag_first: 0, parallel: 0.5 };
  const reasons: string[] = [];
  for (const { reason, favours } of RULES.filter((_, at) => grounds[at] === HOLDS)) {
    reasons.push(reason);
    for (const [mode, points] of Object.entries(favours)) scores[mode as ConcreteMode] += points;
  }
  const ranked = (Object.entries(scores) as [ConcreteMode, number][]).sort((a, b) => b[1] - a[1]);
  const [mode, best] = ranked[0]!;
  return {
    requested: 'automatic',
    mode,
    confidence: confidenceOf(best, ranked[1]![1]),
    reasons: reasons.length > 0 ? reasons : ['nothing in it tells, so both ways are tried'],
    scores,
    cached: false,
  };
}

export const chosen = (mode: ConcreteMode): ModeDecision => ({ requested: mode, mode, confidence: 1, reasons: ['the caller chose it'], cached: false });

/** From .5 (a tie) towards 1 as the winner leads. */
function confidenceOf(best: number, second: number): number {
  const lead = Math.max(0, best - second);
  return Math.round((0.5 + 0.5 * (lead / (lead + 1))) * 100) / 100;
}
