/** Similar Structures: what resembles a definition or pasted code, and what is there more than once. */
import { DUPLICATE_DEFAULTS, findDuplicates, findSimilar as findInView, placeOf, SIMILARITY_DEFAULT, type CodeView, type DuplicateQuestion } from '../../analyze';
import type { CallOptions, DuplicateGroup, SimilarAnswer, SimilarRequest, Step } from '../../kernel';
import { createError, LIMITS } from '../../kernel';
import { comparableLanguage, comparableLanguages } from '../../parse';
import { BANDING_MIN, fingerprintsOf, type Fingerprint, type Print } from '../../similar';
import { checkLine, checkNumber, checkShortText, checkText, checkWhole } from '../input';
import { createPause } from '../pause';
import { recordRun, type Run } from '../run';
import type { StructureParts } from '../structure';
import { checkPlace, openView } from './open';
import { findTarget, type Target } from './target';

/** Characters of a snippet: more than any one definition should have. */
const SNIPPET_MAX = 200_000;
const SIZE_MAX = 1_000_000;

type Found = Omit<SimilarAnswer, 'total'>;

/**
 * With a snippet: what resembles it. With a name, or a file and a line: what resembles that definition.
 * With neither: duplicates. @throws FILE_NOT_FOUND
 */
export function findSimilar(parts: StructureParts, request: SimilarRequest, options: CallOptions): Promise<SimilarAnswer> {
  return recordRun(parts, 'findSimilar', request.caller, async (run) => {
    const limit = checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault);
    const snippet = checkSnippet(request);
    const isTarget = checkText('name', request.name) !== undefined || checkText('filePath', request.filePath) !== undefined || checkLine(request.line) !== undefined;
    if (snippet && isTarget) throw createError('VALUE_INVALID', { name: 'snippet', reason: 'a definition is given, too; one of the two is enough' });
    // A wrong value must not wait for the index.
    const [lowest, usual] = snippet || isTarget ? [0, SIMILARITY_DEFAULT] : [BANDING_MIN, DUPLICATE_DEFAULTS.minSimilarity];
    const least = checkNumber('minSimilarity', request.minSimilarity, lowest, 1, usual);
    const minSize = checkWhole('minSize', request.minSize, 1, SIZE_MAX, DUPLICATE_DEFAULTS.minSize);
    const { workspace, view } = await openView(parts, request, options, run);
    const place = checkPlace('path', request.path, workspace.snapshot, request) ?? '';
    const found = snippet
      ? await likeSnippet(parts, view, snippet, least, options, run)
      : isTarget
        ? await run.stage('similar', () => likeDefinition(view, request, workspace.snapshot, least))
        : await run.stage('duplicates', () => duplicatesIn(view, place, { minSimilarity: least, minSize }, options.signal));
    const total = found.matches.length + found.duplicates.length;
    run.note({ results: total });
    return { ...found, matches: found.matches.slice(0, limit), duplicates: found.duplicates.slice(0, limit), total };
  });
}

interface Snippet {
  readonly text: string;
  readonly language: string;
}

function checkSnippet(request: SimilarRequest): Snippet | undefined {
  const text = checkText('snippet', request.snippet);
  const given = checkShortText('language', request.language);
  if (text === undefined) return undefined;
  if (text.length > SNIPPET_MAX) throw createError('VALUE_INVALID', { name: 'snippet', reason: `it has ${text.length} characters; the limit is ${SNIPPET_MAX}` });
  const language = given === undefined ? undefined : comparableLanguage(given);
  if (language === undefined) {
    const what = given === undefined ? 'it is needed beside a snippet' : `"${given.slice(0, 60)}" has no structure here`;
    throw createError('VALUE_INVALID', { name: 'language', reason: `${what}; there are ${comparableLanguages().join(', ')}` });
  }
  return { text, language };
}

async function likeSnippet({ snippetPool }: StructureParts, view: CodeView, { text, language }: Snippet, least: number, { signal }: CallOptions, run: Run): Promise<Found> {
  const shape = await run.stage('snippet', () =>
    snippetPool().run({ kind: 'snippet', text, language }, { priority: 'interactive', label: 'snippet', signal, timeoutMs: LIMITS.parseMs }),
  );
  const steps: Step[] = [];
  if (shape.problems > 0) steps.push(note('snippet', `it has ${shape.problems} syntax errors as ${language}: what could be read was compared`));
  const [fingerprint] = shape.fingerprint ? fingerprintsOf(shape.fingerprint) : [];
  if (!fingerprint) return { ...NOTHING, steps: [...steps, note('snippet', TOO_SMALL)] };
  if (shape.definitions > 1 && shape.symbol !== '') steps.push(note('snippet', `it holds ${shape.definitions} definitions: the largest, ${shape.symbol}, was compared`));
  const matches = await run.stage('similar', () => findInView(view, fingerprint, least));
  return { ...NOTHING, matches, steps };
}

function likeDefinition(view: CodeView, request: SimilarRequest, snapshot: Parameters<typeof findTarget>[2], least: number): Found {
  const { target, alternatives, steps } = findTarget(view, request, snapshot);
  if (!target) return { ...NOTHING, alternatives, steps };
  const print = printOf(view, target);
  const { facts } = target.file;
  if (!print) return { ...NOTHING, target: placeOf(facts, target.definition.symbol), alternatives, steps: [...steps, note('target', TOO_SMALL)] };
  const symbol = facts.symbols[print.symbol]!;
  const around = print.symbol === target.definition.index ? [] : [note('target', `${target.definition.symbol.qualifiedName} is too small to be compared: ${symbol.qualifiedName} around it was`)];
  const fingerprint: Fingerprint = print;
  return { ...NOTHING, target: placeOf(facts, symbol), alternatives, matches: findInView(view, fingerprint, least, print), steps: [...steps, ...around] };
}

/** A line may stand in something small inside a definition that can be compared. */
function printOf(view: CodeView, { file, definition }: Target): Print | undefined {
  for (let at = definition.index; at >= 0; at = file.facts.symbols[at]!.parent) {
    const print = view.similar.find(file.id, at);
    if (print) return print;
  }
  return undefined;
}

async function duplicatesIn(view: CodeView, place: string, question: DuplicateQuestion, signal: AbortSignal | undefined): Promise<Found> {
  if (place !== '' && !view.files.some(({ path }) => isBelow(path, place))) throw createError('FILE_NOT_FOUND', { path: place });
  const { groups, complete } = await findDuplicates(view, question, createPause(signal));
  const duplicates = groups
    .filter(({ members }) => place === '' || members.some(({ path }) => isBelow(path, place)))
    .map(({ members, ...group }): DuplicateGroup => ({ ...group, members: members.map(({ file: _, index: __, ...member }) => member) }));
  const steps = complete ? [] : [note('duplicates', 'so much is alike that not everything was compared; include, exclude or a larger minSize make it less')];
  return { ...NOTHING, duplicates, steps };
}

const isBelow = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

const NOTHING: Found = { alternatives: [], matches: [], duplicates: [], steps: [] };
const TOO_SMALL = 'too little code to be compared: what is so small resembles everything';

const note = (step: string, detail: string): Step => ({ step, status: 'note', detail });
