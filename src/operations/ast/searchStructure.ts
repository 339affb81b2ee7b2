import { checkPattern, matchesWildcard, searchSymbols, type CodeView, type SortKey, type StructureQuestion } from '../../analyze';
import type { CallOptions, SearchStructureAnswer, SearchStructureRequest, SymbolFact } from '../../kernel';
import { createError, LIMITS, SYMBOL_KINDS, toEngineError } from '../../kernel';
import { compilePatterns } from '../../source';
import { checkChoice, checkFlag, checkList, checkShortText, checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { openView } from './open';

const SORT_KEYS = ['path', 'name', 'complexity', 'lines', 'uses', 'rank'] as const satisfies readonly SortKey[];
const NUMBER_MAX = 10_000_000;
/** A regular expression that has not answered by then, ms. */
const PATTERN_TIMEOUT_MS = 1_000;

/** Definitions that fit every given filter. @throws PATTERN_TIMEOUT */
export function searchStructure(parts: StructureParts, request: SearchStructureRequest, options: CallOptions): Promise<SearchStructureAnswer> {
  return recordRun(parts, 'searchStructure', request, async (run) => {
    const question = checkQuestion(request);
    const name = checkName(request);
    const { view } = await openView(parts, request, options, run);
    const nameFits = name && (await run.stage('names', () => nameTest(parts, name, view, options)));
    const { matches, total, notes } = await run.stage('search', () => searchSymbols(view, { ...question, nameFits }));
    run.note({ results: total });
    const steps = notes.map((detail) => ({ step: 'calls', status: 'note', detail }) as const);
    return { matches, total, steps };
  });
}

function checkQuestion(request: SearchStructureRequest): Omit<StructureQuestion, 'nameFits'> {
  const pathGlob = checkShortText('pathGlob', request.pathGlob, LIMITS.patternMaxChars);
  const matcher = compilePatterns('pathGlob', pathGlob === undefined ? [] : [pathGlob]);
  const text = (name: keyof SearchStructureRequest): string | undefined => checkShortText(name, request[name]);
  const count = (name: keyof SearchStructureRequest): number | undefined =>
    (request[name] ?? undefined) === undefined ? undefined : checkWhole(name, request[name], 0, NUMBER_MAX);
  return {
    kinds: checkList('kinds', request.kinds, SYMBOL_KINDS),
    pathFits: matcher && ((path) => matcher.ignores(path)),
    module: text('module'),
    signatureContains: text('signatureContains'),
    parameterType: text('parameterType'),
    returnType: text('returnType'),
    decorator: text('decorator'),
    exported: checkFlag('exported', request.exported),
    minComplexity: count('minComplexity'),
    maxComplexity: count('maxComplexity'),
    minLines: count('minLines'),
    extends: text('extends'),
    implements: text('implements'),
    calls: text('calls'),
    calledBy: text('calledBy'),
    unreferenced: checkFlag('unreferenced', request.unreferenced),
    sortBy: checkChoice('sortBy', request.sortBy, SORT_KEYS, 'path'),
    limit: checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault),
  };
}

interface NameQuestion {
  readonly text: string;
  readonly match: 'exact' | 'glob' | 'regex';
}

/** A name with `*` or `?` is a pattern unless the request says what it is. */
function checkName({ name, nameMatch }: SearchStructureRequest): NameQuestion | undefined {
  const text = checkShortText('name', name);
  const match = checkChoice('nameMatch', nameMatch, ['exact', 'glob', 'regex'] as const, /[*?]/.test(text ?? '') ? 'glob' : 'exact');
  if (text === undefined) return undefined;
  if (match === 'regex') checkPattern(text);
  return { text, match };
}

type NameTest = (symbol: SymbolFact) => boolean;

async function nameTest(parts: StructureParts, { text, match }: NameQuestion, view: CodeView, options: CallOptions): Promise<NameTest> {
  if (match === 'regex') return regexTest(parts, text, view, options);
  const wanted = text.replace(/#|::|->/g, '.');
  if (match === 'glob') {
    return ({ name, qualifiedName }) => matchesWildcard(wanted, wanted.includes('.') ? qualifiedName : name);
  }
  return ({ name, qualifiedName }) => name === wanted || qualifiedName === wanted || (wanted.includes('.') && qualifiedName.endsWith(`.${wanted}`));
}

async function regexTest(parts: StructureParts, text: string, view: CodeView, { signal }: CallOptions): Promise<NameTest> {
  const pattern = checkPattern(text);
  const names = [...new Set(view.files.flatMap(({ facts }) => facts.symbols.flatMap(({ name, qualifiedName }) => [name, qualifiedName])))];
  try {
    const found = await parts
      .matchPool()
      .run({ kind: 'match', pattern, names }, { priority: 'interactive', label: 'names', signal, timeoutMs: PATTERN_TIMEOUT_MS });
    const fitting = new Set(found.map((index) => names[index]!));
    return ({ name, qualifiedName }) => fitting.has(name) || fitting.has(qualifiedName);
  } catch (thrown) {
    const error = toEngineError(thrown);
    throw error.code === 'ANALYSIS_TIMEOUT' ? createError('PATTERN_TIMEOUT', { limit: PATTERN_TIMEOUT_MS }) : error;
  }
}
