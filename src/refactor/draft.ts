/** Findings before they are weighed, and the order in which they are told. */
import { compareText, type CodeView } from '../analyze';
import type { Finding, RefactoringRule, RefactoringThresholds } from '../kernel';

/** An edit that may do what a finding suggests, by where it starts. */
export interface Edit {
  readonly kind: 'import' | 'export' | 'parameter' | 'await';
  readonly line: number;
  readonly column: number;
}

/** `magnitude`: how far beyond the threshold it is, 0..1; -1 for what hardly matters. */
export type Draft = Omit<Finding, 'value'> & { readonly magnitude: number; readonly edit?: Edit };
export type Weighed = Finding & { readonly edit?: Edit };

/** What rules look at, and what they report on. */
export interface RuleScope {
  readonly view: CodeView;
  /** Whether a file is one that findings are wanted for. */
  readonly covers: (path: string) => boolean;
  readonly thresholds: RefactoringThresholds;
  readonly includeTests: boolean;
}

/** What doing something about it is worth at most: what breaks at run time first, then what slows down every change. */
const WORTH: Readonly<Record<RefactoringRule, number>> = {
  floating_promise: 1,
  cycle: 0.8,
  god_file: 0.8,
  complex_function: 0.75,
  duplicate: 0.7,
  deep_nesting: 0.55,
  dead_export: 0.5,
  long_function: 0.5,
  unused_import: 0.35,
  unused_parameter: 0.3,
};
const EFFORTS: Readonly<Record<Finding['effort'], number>> = { small: 1, medium: 3, large: 8 };

/** The worthiest for the least effort first; the order depends on nothing else than the findings. */
export function weigh(drafts: readonly Draft[]): Weighed[] {
  return drafts
    .map(({ magnitude, ...finding }) => ({ ...finding, value: rounded(WORTH[finding.rule] * (0.5 + 0.5 * Math.min(1, Math.max(-0.8, magnitude)))) }))
    .sort((a, b) => gain(b) - gain(a) || compareText(a.path, b.path) || a.startLine - b.startLine || compareText(a.rule, b.rule) || compareText(a.symbol, b.symbol));
}

const gain = ({ value, confidence, effort }: Finding): number => (value * confidence) / EFFORTS[effort];
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

/** 0 at the threshold, 1 at three times as much. */
export const beyond = (figure: number, threshold: number): number => Math.min(1, Math.max(0, (figure / threshold - 1) / 2));

/** `1 file`, `2 files`. */
export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`;

/** At most `max` names, and how many more there are. */
export function listed(names: readonly string[], max = 5): string {
  return names.length > max ? `${names.slice(0, max).join(', ')} and ${names.length - max} more` : names.join(', ');
}
