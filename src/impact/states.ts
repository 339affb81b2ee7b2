/** Which state of a change the workspace is in, and the texts of both states. Pure: texts come in. */
import { applyHunks, wholeText } from './diff/apply';
import type { DiffFile } from './diff/types';

export interface TextState {
  readonly path: string;
  readonly text: string;
  /** It is what the workspace holds. */
  readonly live: boolean;
}

export interface TouchedFile {
  readonly file: DiffFile;
  readonly before?: TextState;
  readonly after?: TextState;
  /** Why the two states cannot be compared. */
  readonly problem?: string;
}

export interface States {
  readonly base: 'before' | 'after' | 'unknown';
  readonly files: readonly TouchedFile[];
}

interface Evidence {
  /** Positive: the workspace is the state after the change. */
  readonly vote: number;
  readonly after?: Pick<TouchedFile, 'before' | 'after'>;
  readonly before?: Pick<TouchedFile, 'before' | 'after'>;
  readonly problem?: string;
}

const SURE = 2;
const LIKELY = 1;

/** `live` gives the text of a path in the workspace; undefined when it has no such text file. */
export function decideStates(files: readonly DiffFile[], live: (path: string) => string | undefined): States {
  const evidence = files.map((file) => (file.unusable || file.change === 'binary' ? undefined : weigh(file, live)));
  const sum = evidence.reduce((total, each) => total + (each?.vote ?? 0), 0);
  const base = sum > 0 ? 'after' : sum < 0 ? 'before' : 'unknown';
  return { base, files: files.map((file, index) => settle(file, evidence[index], base)) };
}

function settle(file: DiffFile, evidence: Evidence | undefined, base: States['base']): TouchedFile {
  if (!evidence) return { file, ...(file.change === 'binary' ? {} : { problem: file.unusable! }) };
  const [first, second] = base === 'before' ? [evidence.before, evidence.after] : [evidence.after, evidence.before];
  const states = first ?? second;
  return states ? { file, ...states } : { file, problem: evidence.problem ?? 'the workspace has it in neither state' };
}

function weigh(file: DiffFile, live: (path: string) => string | undefined): Evidence {
  if (file.change === 'added') return weighAdded(file, live(file.path), file.copied ? live(file.oldPath) : '');
  if (file.change === 'removed') return weighRemoved(file, live(file.oldPath));
  const now = live(file.path);
  return file.path === file.oldPath ? weighModified(file, now, now) : weighModified(file, live(file.oldPath), now);
}

/** `old` and `now` are the live texts at the two paths; the same one unless the file was renamed. */
function weighModified(file: DiffFile, old: string | undefined, now: string | undefined): Evidence {
  const reversed = now === undefined ? undefined : applyHunks(now, file.hunks, 'reverse');
  const applied = old === undefined ? undefined : applyHunks(old, file.hunks, 'forward');
  const after = reversed && { before: { path: file.oldPath, text: reversed.text, live: false }, after: { path: file.path, text: now!, live: true } };
  const before = applied && { before: { path: file.oldPath, text: old!, live: true }, after: { path: file.path, text: applied.text, live: false } };
  const problem = now === undefined && old === undefined ? 'it is not in the workspace' : 'its lines are neither those before nor those after the change';
  // A mode change, or a file that is in both places, says nothing.
  const vote = after && before ? (file.hunks.length === 0 ? 0 : Math.sign(applied.drift - reversed.drift) * LIKELY) : after ? SURE : before ? -SURE : 0;
  return { vote, after, before, problem };
}

function weighAdded(file: DiffFile, now: string | undefined, source: string | undefined): Evidence {
  const text = file.copied ? (source === undefined ? undefined : applyHunks(source, file.hunks, 'forward')?.text) : wholeText(file.hunks, 'forward');
  const after = now === undefined ? undefined : { after: { path: file.path, text: now, live: true } };
  const before = text === undefined ? undefined : { after: { path: file.path, text, live: false } };
  const vote = now === undefined ? -LIKELY : text !== undefined && sameText(now, text) ? SURE : LIKELY;
  return { vote, after, before, problem: 'its text is not in the diff' };
}

function weighRemoved(file: DiffFile, now: string | undefined): Evidence {
  const text = wholeText(file.hunks, 'reverse');
  const after = text === undefined ? undefined : { before: { path: file.oldPath, text, live: false } };
  const before = now === undefined ? undefined : { before: { path: file.oldPath, text: now, live: true } };
  const vote = now === undefined ? LIKELY : text !== undefined && sameText(now, text) ? -SURE : 0;
  return { vote, after, before, problem: 'its text is not in the diff' };
}

const sameText = (a: string, b: string): boolean => a.replace(/\r\n/g, '\n') === b.replace(/\r\n/g, '\n');
