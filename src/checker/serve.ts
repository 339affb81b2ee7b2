/** The checker's thread: workspaces stay loaded between questions, the one used least recently goes first. */
import { getHeapStatistics } from 'node:v8';
import { createCheckedFiles, type CheckedFiles } from './files';
import { openLibrary, type Library } from './library';
import type { CheckerState, CheckQuestion, CheckReply, CheckTask } from './messages';
import { makePatches } from './edits';
import { findCalls, findImplementations, meaningsOf } from './queries';
import { findReferences } from './references';
import { reviewFiles } from './review';
import { createService, type Service } from './service';
import { createWarmer, type Warmer } from './warm';

type Findings = Pick<Extract<CheckReply, { status: 'answered' }>, 'meanings' | 'references' | 'calls' | 'reviews' | 'patches' | 'imports' | 'complete'>;

interface Loaded {
  revision: string;
  /** What was found in the files as they are, by question. */
  readonly found: { version: number; readonly answers: Map<string, Findings> };
  readonly files: CheckedFiles;
  readonly service: Service;
  readonly warmer: Warmer;
}

export interface CheckerThread {
  check(task: CheckTask): Promise<CheckReply>;
}

const WORKSPACES_MAX = 2;
const ANSWERS_MAX = 200;

export function createCheckerThread(): CheckerThread {
  const loaded = new Map<string, Loaded>();
  let library: Library | undefined;

  function open(workspace: string): Loaded {
    const known = loaded.get(workspace);
    if (known) loaded.delete(workspace);
    else makeRoom();
    const entry = known ?? openNew();
    loaded.set(workspace, entry);
    return entry;
  }

  function openNew(): Loaded {
    const files = createCheckedFiles();
    const service = createService(files, (library ??= openLibrary()));
    return { revision: '', found: { version: -1, answers: new Map() }, files, service, warmer: createWarmer(service) };
  }

  function makeRoom(): void {
    const [oldest] = loaded;
    if (!oldest || loaded.size < WORKSPACES_MAX) return;
    oldest[1].service.dispose();
    loaded.delete(oldest[0]);
  }

  return {
    async check(task) {
      if (!task.universe && loaded.get(task.workspace)?.revision !== task.revision) return { status: 'universe-needed' };
      const startedAt = performance.now();
      const entry = open(task.workspace);
      const { files, service } = entry;
      if (task.universe) {
        await files.setUniverse(task.universe);
        entry.revision = task.revision;
      }
      const changed = await files.load(task.roots, task.limits);
      service.program();
      const loadMs = performance.now() - startedAt;
      const findings = answer(entry, task);
      return { status: 'answered', ...findings, changed, state: stateOf(entry, loadMs) };
    },
  };
}

function stateOf({ files, warmer }: Loaded, loadMs: number): CheckerState {
  const { used_heap_size: heapBytes, heap_size_limit: heapLimit } = getHeapStatistics();
  return { files: files.loaded.size, loadMs, heapBytes, heapLimit, warm: warmer.isWarm() };
}

/** Searches ask the same of the same files again and again: their answers are kept until a file changes. */
function answer(entry: Loaded, { question }: CheckTask): Findings {
  if (!('place' in question)) return workOut(entry, question);
  const { files, found } = entry;
  if (found.version !== files.version()) found.answers.clear();
  found.version = files.version();
  const { path, line, column } = question.place;
  const key = `${question.kind} ${path}:${line}:${column}`;
  const known = found.answers.get(key);
  if (known) return known;
  const [oldest] = found.answers.keys();
  if (oldest !== undefined && found.answers.size >= ANSWERS_MAX) found.answers.delete(oldest);
  const findings = workOut(entry, question);
  found.answers.set(key, findings);
  return findings;
}

function workOut({ service, files, warmer }: Loaded, question: CheckQuestion): Findings {
  const none: Findings = { meanings: [], references: [], calls: [], reviews: [], patches: [], imports: new Map(), complete: true };
  const deadline = (budgetMs: number): (() => boolean) => {
    const until = performance.now() + budgetMs;
    return () => performance.now() > until;
  };
  switch (question.kind) {
    case 'meaning':
      return { ...none, ...meaningsOf(service, question.places, deadline(question.budgetMs)), imports: files.imports() };
    case 'warm':
      return { ...none, complete: warmer.warm(deadline(question.budgetMs)) };
    case 'review':
      return { ...none, ...reviewFiles(service, question.files, deadline(question.budgetMs)) };
    case 'edits':
      return { ...none, ...makePatches(service, files, question.edits, deadline(question.budgetMs)) };
    case 'references':
      return { ...none, references: findReferences(service, question.place) };
    case 'implementations':
      return { ...none, calls: findImplementations(service, question.place) };
    default:
      return { ...none, calls: findCalls(service, question.place, question.kind) };
  }
}
