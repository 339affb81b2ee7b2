/** What is asked of definitions, and the filters that look at one of them alone. */
import type { FileFacts, RequestBase, SearchStructureRequest, SymbolFact } from '../kernel';

export type SortKey = NonNullable<SearchStructureRequest['sortBy']>;

/** The filters of a request, checked; how names and paths are compared is the caller's. */
export interface StructureQuestion
  extends Omit<SearchStructureRequest, 'name' | 'nameMatch' | 'pathGlob' | 'sortBy' | 'limit' | keyof RequestBase> {
  readonly nameFits?: (symbol: SymbolFact) => boolean;
  readonly pathFits?: (path: string) => boolean;
  readonly sortBy: SortKey;
  readonly limit: number;
}

export interface Filter {
  file(facts: FileFacts): boolean;
  symbol(symbol: SymbolFact): boolean;
}

type Test = (symbol: SymbolFact) => boolean;

export function createFilter(question: StructureQuestion): Filter {
  const { module, kinds = [] } = question;
  const tests = testsOf(question);
  return {
    // Keys and headings by the thousand would hide the code: documents are looked into when kinds are asked for.
    file: (facts) => (facts.structure !== 'document' || kinds.length > 0) && (module === undefined || isInModule(facts.module, module)),
    symbol: (symbol) => tests.every((test) => test(symbol)),
  };
}

function testsOf(question: StructureQuestion): Test[] {
  const { kinds, exported, minComplexity, maxComplexity, minLines } = question;
  const { signatureContains, parameterType, returnType, decorator } = question;
  const tests: (Test | false | undefined)[] = [
    kinds && kinds.length > 0 && ((symbol) => kinds.includes(symbol.kind)),
    question.nameFits,
    exported !== undefined && ((symbol) => symbol.exported === exported),
    minComplexity !== undefined && (({ complexity }) => complexity >= minComplexity),
    maxComplexity !== undefined && (({ complexity }) => complexity <= maxComplexity),
    minLines !== undefined && (({ startLine, endLine }) => endLine - startLine + 1 >= minLines),
    signatureContains !== undefined && containing(signatureContains),
    parameterType !== undefined && (({ parameters }) => parameters.some(({ type }) => namesType(type, parameterType))),
    returnType !== undefined && ((symbol) => namesType(symbol.returnType, returnType)),
    decorator !== undefined && (({ decorators }) => decorators.some((each) => isNamed(each, decorator.replace(/^[@#]/, '')))),
    inheriting('extends', question.extends),
    inheriting('implements', question.implements),
  ];
  return tests.filter((test): test is Test => typeof test === 'function');
}

function containing(text: string): Test {
  const wanted = squeeze(text).toLowerCase();
  return ({ signature }) => squeeze(signature).toLowerCase().includes(wanted);
}

function inheriting(relation: 'extends' | 'implements', name: string | undefined): Test | undefined {
  if (name === undefined) return undefined;
  return ({ heritage }) => heritage.some((each) => each.relation === relation && isNamed(each.name, name));
}

/** The name itself or its last part: `decorators.Get` is named `Get`. */
function isNamed(full: string, wanted: string): boolean {
  return full === wanted || (full.endsWith(wanted) && /[.:\\]/.test(full[full.length - wanted.length - 1] ?? ''));
}

/** The whole type, or a part of it that ends where words end: `Promise<Price[]>` names `Price` and `Price[]`. */
function namesType(type: string, wanted: string): boolean {
  const [text, part] = [squeeze(type), squeeze(wanted)];
  if (part === '' || text === part) return text === part;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + part.length] ?? ' ';
    if (!(isWord(before) && isWord(part[0]!)) && !(isWord(after) && isWord(part[part.length - 1]!))) return true;
  }
  return false;
}

const isWord = (char: string): boolean => /[\p{L}\p{N}_$]/u.test(char);

/** Spaces count only between words. */
const squeeze = (text: string): string =>
  text.trim().replace(/\s+/g, ' ').replace(/ ?([^\p{L}\p{N}_$ ]) ?/gu, '$1');

/** A module holds those below it, whatever the language joins names by. */
function isInModule(module: string, wanted: string): boolean {
  return module === wanted || (module.startsWith(wanted) && /^[./\\:]/.test(module.slice(wanted.length)));
}
