/** What the rules could not look at: an answer without findings must not read as if all were well. */
import type { CodeView } from '../../../analyze';
import type { RefactoringAnswer, RefactoringRule } from '../../../kernel';
import { isDocument } from '../../../parse';
import { COMPILED, examinesImports, examinesNames, type RuleScope } from '../../../refactor';
import type { Reviewed } from './review';

export type NotChecked = RefactoringAnswer['notChecked'][number];

const TYPED: readonly RefactoringRule[] = ['unused_parameter', 'deep_nesting', 'floating_promise'];

/** Which files of a language each rule understands. */
const UNDERSTANDS: readonly (readonly [readonly RefactoringRule[], (language: string) => boolean])[] = [
  [TYPED, (language) => COMPILED.has(language)],
  [['unused_import'], examinesImports],
  [['dead_export'], (language) => COMPILED.has(language) || examinesNames(language)],
];

export function unchecked({ view, covers }: RuleScope, rules: ReadonlySet<RefactoringRule>, { unreviewed }: Reviewed): NotChecked[] {
  const files = view.files.filter(({ path, facts }) => covers(path) && !isDocument(facts.language));
  return [...rules].flatMap((rule) => [...byLanguage(files, rule), ...withoutStructure(files, rule), ...withoutReview(unreviewed, rule)]);
}

function byLanguage(files: CodeView['files'], rule: RefactoringRule): NotChecked[] {
  const understood = UNDERSTANDS.find(([rules]) => rules.includes(rule))?.[1];
  const others = understood ? files.filter(({ facts }) => facts.structure !== 'none' && !understood(facts.language)) : [];
  if (others.length === 0) return [];
  const languages = [...new Set(others.map(({ facts }) => facts.language))].sort();
  return [{ rule, files: others.length, reason: `it does not know ${languages.join(', ')}` }];
}

function withoutStructure(files: CodeView['files'], rule: RefactoringRule): NotChecked[] {
  const plain = files.filter(({ facts }) => facts.structure === 'none');
  return plain.length > 0 ? [{ rule, files: plain.length, reason: 'no structure is read from them' }] : [];
}

function withoutReview(unreviewed: Reviewed['unreviewed'], rule: RefactoringRule): NotChecked[] {
  if (!TYPED.includes(rule) && rule !== 'unused_import') return [];
  const reasons = new Map<string, number>();
  for (const { reason } of unreviewed) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return [...reasons].map(([reason, files]) => ({ rule, files, reason }));
}
