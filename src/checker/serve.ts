/** The checker's thread: workspaces stay loaded between questions, the one used least recently goes first. */
import { getHeapStatistics } from 'node:v8';
import { createCheckedFiles, type CheckedFiles } from './files';
import { openLibrary, type Library } from './library';
import type { CheckReply, CheckTask } from './messages';
import { makePatches } from './edits';
import { findCalls, findImplementations, findReferences, meaningsOf } from './queries';
import { reviewFiles } from './review';
import { createService, type Service } from './service';

interface Loaded {
  revision: string;
  readonly files: CheckedFiles;
  readonly service: Service;
}

export interface CheckerThread {
  check(task: CheckTask): Promise<CheckReply>;
}

const WORKSPACES_MAX = 2;

export function createCheckerThread(): CheckerThread {
  const loaded = new Map<string, Loaded>();
  let library: Library | undefined;

  function open(workspace: string): Loaded {
    const known = loaded.get(workspace);
    if (known) loaded.delete(workspace);
    else makeRoom();
    const files = known?.files ?? createCheckedFiles();
    const entry = known ?? { revision: '', files, service: createService(files, (library ??= openLibrary())) };
    loaded.set(workspace, entry);
    return entry;
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
      return { status: 'answered', ...answer(entry, task), changed, imports: files.imports(), state: { files: files.loaded.size, loadMs, heapBytes: getHeapStatistics().used_heap_size } };
    },
  };
}

type Findings = Pick<Extract<CheckReply, { status: 'answered' }>, 'meanings' | 'references' | 'calls' | 'reviews' | 'patches' | 'complete'>;

function answer({ service, files }: Loaded, { question }: CheckTask): Findings {
  const none: Findings = { meanings: [], references: [], calls: [], reviews: [], patches: [], complete: true };
  const deadline = (budgetMs: number): (() => boolean) => {
    const until = performance.now() + budgetMs;
    return () => performance.now() > until;
  };
  switch (question.kind) {
    case 'meaning':
      return { ...none, ...meaningsOf(service, question.places, deadline(question.budgetMs)) };
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
