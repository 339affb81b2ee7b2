/** What the type checker's thread found, as findings. */
import type { FileReview } from '../../../checker';
import type { FileFacts, RefactoringRule } from '../../../kernel';
import { beyond, count, describeLarge, listed, type Draft, type LargeFunction, type RuleScope } from '../../../refactor';

type Found<Key extends 'imports' | 'parameters' | 'promises' | 'nesting'> = FileReview[Key][number];

export function reviewedDrafts(reviews: readonly FileReview[], { view, thresholds }: RuleScope): Draft[] {
  const facts = new Map(view.files.map((file) => [file.path, file.facts]));
  return reviews.flatMap((review) => {
    const { path } = review;
    const own = facts.get(path);
    if (!own) return [];
    return [
      ...review.imports.map((found) => importDraft(path, found)),
      ...review.parameters.map((found) => parameterDraft(own, found)),
      ...review.promises.map((found) => promiseDraft(own, found)),
      ...review.nesting.map((found) => nestingDraft(own, found, thresholds.nesting)),
    ];
  });
}

function importDraft(path: string, { line, column, endLine, specifier, names, whole, mentioned }: Found<'imports'>): Draft {
  return {
    rule: 'unused_import',
    path,
    symbol: '',
    startLine: line,
    endLine,
    message: `${listed(names)} from ${specifier} ${names.length === 1 ? 'is' : 'are'} imported and not used.`,
    evidence: { names: names.join(', '), specifier, wholeImport: whole, mentioned, method: 'type checker' },
    why: 'It says that the file depends on something that it does not need.',
    effort: 'small',
    // A comment may be a link to it, or a text be made into code.
    confidence: mentioned ? 0.75 : 0.98,
    magnitude: Math.min(1, names.length / 5),
    edit: { kind: 'import', line, column },
  };
}

function parameterDraft(facts: FileFacts, { line, column, endLine, name, of, calls, exported }: Found<'parameters'>): Draft {
  return {
    rule: 'unused_parameter',
    path: facts.path,
    symbol: symbolAt(facts, line),
    startLine: line,
    endLine,
    message: `${of} does not use its parameter ${name}, which ${count(calls, 'call')} may fill.`,
    evidence: { parameter: name, function: of, calls, exported },
    why: 'Callers provide something that makes no difference, and readers look for the one that it makes.',
    effort: 'small',
    confidence: exported ? 0.75 : 0.9,
    magnitude: Math.min(1, calls / 10),
    edit: { kind: 'parameter', line, column },
  };
}

function promiseDraft(facts: FileFacts, { line, column, endLine, what, type, canAwait, immediate, atTop }: Found<'promises'>): Draft {
  const how = canAwait ? 'await it' : 'wait for it, or catch what it rejects with';
  return {
    rule: 'floating_promise',
    path: facts.path,
    symbol: symbolAt(facts, line),
    startLine: line,
    endLine,
    message: `Nobody waits for the promise of ${what}: ${how}.`,
    evidence: { expression: what, type, enclosingIsAsync: canAwait, atModuleLevel: atTop },
    why: 'What goes wrong in it ends the process or gets lost, and what comes after runs before it is done.',
    effort: canAwait ? 'small' : 'medium',
    // Code that runs where it is written, or at the start of a program, is often meant to go on by itself.
    confidence: immediate ? 0.5 : atTop ? 0.65 : canAwait ? 0.85 : 0.75,
    magnitude: canAwait ? 1 : 0.5,
    ...(canAwait ? { edit: { kind: 'await', line, column } } : {}),
  };
}

function nestingDraft(facts: FileFacts, { line, endLine, depth, path }: Found<'nesting'>, threshold: number): Draft {
  const symbol = symbolAt(facts, line);
  return {
    rule: 'deep_nesting',
    path: facts.path,
    symbol,
    startLine: line,
    endLine,
    message: `${symbol || 'Code at module level'} nests ${path.join(' in ')}: ${depth} levels.`,
    evidence: { depth, limit: threshold, path: path.join(' > ') },
    why: 'Whoever reads the innermost line must keep every condition around it in mind.',
    effort: 'medium',
    confidence: 0.95,
    magnitude: beyond(depth, threshold),
  };
}

export function largeDrafts(large: readonly LargeFunction[], scope: RuleScope, reviews: readonly FileReview[], rules: ReadonlySet<RefactoringRule>): Draft[] {
  const blocks = new Map(reviews.flatMap(({ path, functions }) => functions.map((each) => [`${path}:${each.line}:${each.column}`, each.blocks] as const)));
  return large.map((each) => {
    const { file, symbol } = each;
    const wanted = { ...each, tooComplex: each.tooComplex && rules.has('complex_function'), tooLong: each.tooLong && rules.has('long_function') };
    return describeLarge(wanted, scope, blocks.get(`${file.path}:${symbol.nameLine}:${symbol.nameColumn}`) ?? []);
  });
}

/** Inner definitions stand after those around them. */
function symbolAt({ symbols }: FileFacts, line: number): string {
  return symbols.findLast(({ startLine, endLine, complexity }) => startLine <= line && endLine >= line && complexity > 0)?.qualifiedName ?? '';
}
