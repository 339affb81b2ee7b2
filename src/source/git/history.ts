/** Commits and what each of them changed, from a pack that holds commits and folders but no files. */
import { createError, EngineError, type CommitFact } from '../../kernel';
import { createBudget } from '../budget';
import type { SourceLimits } from '../limits';
import { createPace, type Pace } from '../pace';
import { fetchPack, hasHistory } from './fetch-pack';
import type { ObjectFormat } from './object-format';
import { expectObject, isFolder, readCommit, readTree, type CommitObject, type TreeEntry } from './objects';
import { readPack, type GitObjects } from './pack';
import type { Remote } from './remote';

/** A commit of more files is a move or a clean-up: its message says little about any of them. */
const PATHS_MAX = 50;
const MESSAGE_MAX_CHARS = 4_000;
const DEPTH_MAX = 512;

export interface HistoryRequest {
  readonly source: string;
  readonly commit: string;
  /** How many commits at most. */
  readonly commits: number;
  readonly limits: SourceLimits;
  readonly signal?: AbortSignal;
}

/**
 * The newest commits that lead to `commit`, newest first. Left out are merges, commits of more than 50
 * files, and those whose parent lies beyond the depth, since what they changed is not known. Throws
 * SOURCE_FORMAT (also where the host cannot leave files out), SOURCE_TOO_LARGE and what `Http` throws.
 */
export async function fetchHistory(remote: Remote, request: HistoryRequest): Promise<CommitFact[]> {
  const { source, commit, commits, limits, signal } = request;
  if (!hasHistory(remote)) throw createError('SOURCE_FORMAT', { source, reason: 'its host cannot hand out a history without files' });
  const budget = createBudget(source, limits);
  const pace = createPace(signal);
  try {
    // One more, so that the oldest has a parent to be compared with.
    const { pack } = await fetchPack(remote, { source, commit, maxFileBytes: 'none', depth: commits + 1 }, budget);
    const objects = await readPack(pack, { budget, limits, pace, format: remote.format });
    return await readHistory(objects, commit, commits, remote.format, pace);
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw createError('SOURCE_FORMAT', { source, reason: (thrown as Error).message }, thrown);
  }
}

async function readHistory(objects: GitObjects, tip: string, most: number, format: ObjectFormat, pace: Pace): Promise<CommitFact[]> {
  const facts: CommitFact[] = [];
  for (const { tree, parents, time, message } of newestFirst(objects, tip).slice(0, most)) {
    await pace(0);
    if (parents.length > 1 || (parents.length === 1 && !objects.get(parents[0]!))) continue;
    const before = parents.length === 1 ? readCommit(expectObject(objects, parents[0]!, 'commit')).tree : undefined;
    const paths = changedPaths(objects, before, tree, format);
    if (paths && paths.length > 0) facts.push({ message: message.trim().slice(0, MESSAGE_MAX_CHARS), time, paths });
  }
  return facts;
}

/** Each commit that is there, once. */
function newestFirst(objects: GitObjects, tip: string): CommitObject[] {
  const seen = new Set([tip]);
  const open = [tip];
  const commits: CommitObject[] = [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const commit = readCommit(expectObject(objects, id, 'commit'));
    commits.push(commit);
    for (const parent of commit.parents) {
      if (seen.has(parent) || !objects.get(parent)) continue;
      seen.add(parent);
      open.push(parent);
    }
  }
  return commits.sort((a, b) => b.time - a.time);
}

interface Pair {
  readonly before: string | undefined;
  readonly after: string;
  readonly prefix: string;
  readonly depth: number;
}

/** Files that are new or different in `after`; undefined when there are too many. Equal folders are passed over. */
function changedPaths(objects: GitObjects, before: string | undefined, after: string, format: ObjectFormat): string[] | undefined {
  const paths: string[] = [];
  const pairs: Pair[] = before === after ? [] : [{ before, after, prefix: '', depth: 0 }];
  for (let pair = pairs.pop(); pair; pair = pairs.pop()) {
    if (pair.depth > DEPTH_MAX) throw new Error(`its folders are more than ${DEPTH_MAX} deep`);
    const known = new Map<string, TreeEntry>();
    if (pair.before !== undefined) for (const entry of readTree(expectObject(objects, pair.before, 'tree'), format)) known.set(entry.name, entry);
    for (const entry of readTree(expectObject(objects, pair.after, 'tree'), format)) {
      const old = known.get(entry.name);
      if (old?.id === entry.id && old.mode === entry.mode) continue;
      const path = pair.prefix + entry.name;
      if (isFolder(entry)) pairs.push({ before: old && isFolder(old) ? old.id : undefined, after: entry.id, prefix: `${path}/`, depth: pair.depth + 1 });
      else if (paths.push(path) > PATHS_MAX) return undefined;
    }
    // Folders without files, each holding many of its kind, must not take forever.
    if (pairs.length > 10 * PATHS_MAX) return undefined;
  }
  return paths.sort();
}
