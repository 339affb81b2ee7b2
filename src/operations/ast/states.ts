/** Both states of a change as texts and facts: from a diff and the workspace, or from two workspaces. */
import { createHash } from 'node:crypto';
import type { CallOptions, FileFacts, ImpactAnswer, Step } from '../../kernel';
import { createError, toEngineError } from '../../kernel';
import { decideStates, DIFF_LIMITS, parseUnifiedDiff, type DiffFile, type FileState, type TextState } from '../../impact';
import { splitLines } from '../../parse';
import type { Snapshot } from '../../source';
import { allowedPaths } from '../access';
import { factsOf, factsOfContent } from '../analysis';
import type { Run } from '../run';
import type { StructureParts } from '../structure';
import type { Workspace } from '../workspaces';

export interface ChangedFile {
  readonly path: string;
  readonly oldPath: string;
  readonly listed: ImpactAnswer['files'][number];
  readonly before?: FileState;
  readonly after?: FileState;
  /** The two states are not known; these lines of the new state are said to change. */
  readonly lines?: readonly { readonly startLine: number; readonly endLine: number }[];
}

export interface BothStates {
  readonly base: ImpactAnswer['base'];
  readonly files: readonly ChangedFile[];
  readonly unknown: number;
  readonly steps: readonly Step[];
}

export interface StateParts {
  readonly parts: StructureParts;
  /** Counts what was known. */
  readonly run: Run;
  readonly options: CallOptions & { readonly timeoutMs: number };
}

/** Files read and parsed at the same time. */
const AT_ONCE = 8;

export async function statesOfDiff(diff: string, workspace: Workspace, given: StateParts): Promise<BothStates> {
  if (diff.length > DIFF_LIMITS.chars) {
    throw createError('VALUE_INVALID', { name: 'diff', reason: `it has ${diff.length} characters; the limit is ${DIFF_LIMITS.chars}` });
  }
  const parsed = parseUnifiedDiff(diff);
  const live = await readLive(parsed.files.flatMap(({ path, oldPath }) => [path, oldPath]), workspace.snapshot, given.options);
  const { base, files } = decideStates(parsed.files, (path) => live.get(path));
  const steps: Step[] = parsed.notes.map((detail) => ({ step: 'diff', status: 'note', detail }));
  if (parsed.files.length === 0) steps.push({ step: 'diff', status: 'note', detail: 'the diff names no file' });
  let unknown = 0;
  const changed = await inBatches(files, given.options.signal, async ({ file, before, after, problem }): Promise<ChangedFile> => {
    const common = { path: file.path, oldPath: file.oldPath, listed: listedAs(file) };
    if (problem !== undefined && !file.unusable) {
      unknown += 1;
      steps.push({ step: 'diff', status: 'note', detail: `${file.path}: ${problem}` });
    }
    const text = problem === undefined ? undefined : live.get(file.path);
    if (text !== undefined) {
      const lines = file.hunks.map(({ newStart, newLines }) => ({ startLine: newStart, endLine: newStart + Math.max(0, newLines - 1) }));
      const state = await stateOf({ path: file.path, text, live: true }, workspace.snapshot, given, steps);
      return { ...common, ...(state ? { after: state, lines } : {}) };
    }
    const [old, now] = [before && (await stateOf(before, workspace.snapshot, given, steps)), after && (await stateOf(after, workspace.snapshot, given, steps))];
    // Half a change would look like a removal or an addition.
    if ((before && !old) || (after && !now)) return common;
    return { ...common, ...(old ? { before: old } : {}), ...(now ? { after: now } : {}) };
  });
  return { base, files: changed, unknown, steps };
}

/** `after` is the workspace of the request, `before` the one that it is compared with. */
export async function statesOfWorkspaces(before: Workspace, after: Workspace, given: StateParts): Promise<BothStates> {
  const paths = new Set([...before.corpus.files(), ...after.corpus.files()].map(({ path }) => path));
  const differing = [...paths].filter((path) => before.corpus.file(path)?.facts.hash !== after.corpus.file(path)?.facts.hash).sort();
  const renames = renamesAmong(differing, before, after);
  const gone = new Set(renames.values());
  const [old, now] = await Promise.all([readLive(differing, before.snapshot, given.options), readLive(differing, after.snapshot, given.options)]);
  const steps: Step[] = [];
  const files = await inBatches(differing.filter((path) => !gone.has(path)), given.options.signal, async (path): Promise<ChangedFile> => {
    const oldPath = renames.get(path) ?? path;
    const [a, b] = [old.get(oldPath), now.get(path)];
    const [x, y] = [
      a === undefined ? undefined : await stateOf({ path: oldPath, text: a, live: true }, before.snapshot, given, steps),
      b === undefined ? undefined : await stateOf({ path, text: b, live: true }, after.snapshot, given, steps),
    ];
    const change = x && y ? (oldPath === path ? 'modified' : 'renamed') : y ? 'added' : 'removed';
    return { path, oldPath, listed: { path, change, ...countLines(a ?? '', b ?? '') }, ...(x ? { before: x } : {}), ...(y ? { after: y } : {}) };
  });
  return { base: 'after', files, unknown: 0, steps };
}

/** New path → old path, for files that went and came with the same content. */
function renamesAmong(paths: readonly string[], before: Workspace, after: Workspace): Map<string, string> {
  const gone = new Map<string, string>();
  for (const path of paths) {
    const hash = after.corpus.file(path) ? undefined : before.corpus.file(path)?.facts.hash;
    if (hash !== undefined) gone.set(hash, path);
  }
  const renames = new Map<string, string>();
  for (const path of paths) {
    const hash = before.corpus.file(path) ? undefined : after.corpus.file(path)!.facts.hash;
    const old = hash === undefined ? undefined : gone.get(hash);
    if (old === undefined) continue;
    renames.set(path, old);
    gone.delete(hash!);
  }
  return renames;
}

/** Lines that came and went, whatever their order: without a diff that is what can be said cheaply. */
function countLines(before: string, after: string): { additions: number; deletions: number } {
  const counts = new Map<string, number>();
  for (const line of splitLines(before)) counts.set(line, (counts.get(line) ?? 0) + 1);
  let additions = 0;
  for (const line of splitLines(after)) {
    const left = counts.get(line) ?? 0;
    if (left > 0) counts.set(line, left - 1);
    else additions += 1;
  }
  return { additions, deletions: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

const listedAs = ({ path, change, additions, deletions }: DiffFile): ImpactAnswer['files'][number] => ({ path, change, additions, deletions });

/** Texts of the paths that are there and that the caller may read. */
async function readLive(paths: readonly string[], snapshot: Snapshot, options: CallOptions): Promise<Map<string, string>> {
  const allowed = [...(await allowedPaths(paths, snapshot, options))].filter(isPlain);
  const texts = await inBatches(allowed, options.signal, async (path) => {
    try {
      return (await snapshot.read(path)).text;
    } catch (thrown) {
      if (toEngineError(thrown).code === 'INTERNAL') throw thrown;
      return undefined;
    }
  });
  return new Map(allowed.flatMap((path, index) => (texts[index] === undefined ? [] : [[path, texts[index]]])));
}

/** A diff may name anything; only paths below the root are looked at. */
const isPlain = (path: string): boolean => !path.startsWith('/') && !path.includes('\0') && !path.split('/').includes('..');

/** Facts of a text, from the cache when its content is known. Undefined, with a note, when it is too large or binary. */
async function stateOf({ path, text, live }: TextState, snapshot: Snapshot, given: StateParts, steps: Step[]): Promise<FileState | undefined> {
  try {
    const known = live ? await factsOf(given.parts.analysis, snapshot, path, given.options) : await factsOfText(path, text, given);
    given.run.cache('ast', known.cached);
    return { facts: withoutParts(known.facts), lines: splitLines(known.text) };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'INTERNAL' || error.code === 'CANCELLED') throw error;
    steps.push({ step: 'analyze', status: 'note', detail: error.message });
    return undefined;
  }
}

/** A document changes as a whole: its headings and keys are nothing that code calls or that could break it. */
const withoutParts = (facts: FileFacts): FileFacts => (facts.structure === 'document' ? { ...facts, symbols: [] } : facts);

async function factsOfText(path: string, text: string, { parts: { analysis }, options }: StateParts) {
  const content = new Uint8Array(Buffer.from(text));
  const hash = createHash('sha256').update(content).digest('hex');
  return { ...(await factsOfContent(analysis, { path, hash }, { source: { kind: 'memory' }, content }, options)), text };
}

async function inBatches<T, R>(items: readonly T[], signal: AbortSignal | undefined, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    if (signal?.aborted) throw createError('CANCELLED');
    results.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return results;
}
