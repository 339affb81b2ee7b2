/**
 * How much a change may break, from what is known of it. The weights are a judgement, not a measurement:
 * each says how much of the score a reason may make up at most, and together they make 1.
 */
import type { ImpactAnswer } from '../kernel';

export interface RiskInput {
  readonly breaking: number;
  /** Breaking changes that code outside of the change still uses. */
  readonly breakingUsed: number;
  readonly callers: number;
  /** Of these, by how sure each is: the sum of their confidences. */
  readonly sureCallers: number;
  /** Code that changed and is no test or document. */
  readonly changed: number;
  /** Of these, cyclomatic complexity of the most complex one. */
  readonly complexity: number;
  readonly tests: number;
  readonly entryPoints: number;
  /** 0..1: how much of the code imports the changed file that most import. */
  readonly centrality: number;
  /** Files of the diff whose state could not be told. */
  readonly unknown: number;
}

export const RISK_WEIGHTS = {
  breaking: 0.15,
  breakingUsed: 0.25,
  callers: 0.2,
  untested: 0.15,
  complexity: 0.08,
  entryPoints: 0.07,
  centrality: 0.05,
  unknown: 0.05,
} as const;

/** Numbers at which a reason has its whole weight. */
const FULL = { breaking: 3, breakingUsed: 3, callers: 30, complexity: 20, entryPoints: 5 } as const;
const LEVELS = { high: 0.45, medium: 0.2 } as const;

/** 0..1, with one sentence for each reason that adds to it, the weightiest first. */
export function riskOf(input: RiskInput): ImpactAnswer['risk'] {
  const reasons: { share: number; text: string }[] = [];
  const add = (weight: number, degree: number, text: string): void => {
    const share = weight * Math.min(1, Math.max(0, degree));
    if (share > 0.001) reasons.push({ share, text });
  };
  const { breaking, breakingUsed, callers, sureCallers, changed, complexity, tests, entryPoints, centrality, unknown } = input;
  add(RISK_WEIGHTS.breakingUsed, degree(breakingUsed, FULL.breakingUsed), `${count(breakingUsed, 'breaking change')} with callers that did not follow`);
  add(RISK_WEIGHTS.breaking, degree(breaking, FULL.breaking), `${count(breaking, 'breaking change')} of what is exported`);
  add(RISK_WEIGHTS.callers, degree(sureCallers, FULL.callers), `${count(callers, 'caller')} outside of the change${Math.round(sureCallers) < callers ? `, guesses among them: by how sure they are ${sureCallers.toFixed(1)}` : ''}`);
  if (changed > 0) add(RISK_WEIGHTS.untested, tests === 0 ? 1 : 0, 'no test reaches the changed code');
  add(RISK_WEIGHTS.complexity, (complexity - 4) / (FULL.complexity - 4), `changed code has a cyclomatic complexity of ${complexity}`);
  add(RISK_WEIGHTS.entryPoints, degree(entryPoints, FULL.entryPoints), `${count(entryPoints, 'entry point')} reached`);
  add(RISK_WEIGHTS.centrality, centrality, 'it changes a file that much of the code leans on');
  add(RISK_WEIGHTS.unknown, unknown > 0 ? 1 : 0, `${count(unknown, 'file')} of the diff could not be compared`);
  const score = Math.round(reasons.reduce((sum, { share }) => sum + share, 0) * 100) / 100;
  const level = score >= LEVELS.high ? 'high' : score >= LEVELS.medium ? 'medium' : 'low';
  return { score, level, reasons: reasons.sort((a, b) => b.share - a.share).map(({ text }) => text) };
}

/** Grows fast at first: the step from 0 to 1 matters more than that from 20 to 21. */
const degree = (value: number, full: number): number => Math.log1p(value) / Math.log1p(full);
const count = (value: number, noun: string): string => `${value} ${noun}${value === 1 ? '' : 's'}`;
