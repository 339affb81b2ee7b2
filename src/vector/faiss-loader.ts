/**
 * Loads faiss-node where it is safe. Its addon keeps class constructors in C++ statics, so a second
 * thread of the process that loads it overwrites those of the first and the process dies. The claim
 * is therefore read from the process itself: the shared objects that Node reports are those of all
 * threads, whoever loaded them, and a thread that finds faiss-node there without having loaded it
 * itself leaves it alone, even if the other thread has ended since. Two threads that look within the
 * same millisecond are not told apart: only the engine's thread may call this, of which there is one.
 */
import type { FaissStore } from '@langchain/community/vectorstores/faiss';
import type { IndexFlatL2 } from 'faiss-node';

export interface FaissLibrary {
  readonly FaissStore: typeof FaissStore;
  readonly IndexFlatL2: typeof IndexFlatL2;
}

export type FaissLoad =
  | { readonly status: 'ready'; readonly library: FaissLibrary }
  /** `absent`: not installed or broken; `occupied`: another thread of this process uses it. */
  | { readonly status: 'absent' | 'occupied'; readonly reason: string };

/** Marks the thread (globals are per thread) that has faiss-node, across copies of this module. */
const OURS = Symbol.for('hybrid-context.faiss-node');
const marks = globalThis as { [OURS]?: boolean };

/** Resolves faiss-node (NODE_PATH counts once bundled) unless another thread has it. Never rejects. */
export async function loadFaiss(): Promise<FaissLoad> {
  const obstacle = marks[OURS] ? undefined : findObstacle();
  if (obstacle) return { status: 'occupied', reason: obstacle };
  marks[OURS] = true;
  try {
    // The addon first: nothing slow may stand between the look at the process and the load.
    const { default: faiss } = await import('faiss-node');
    const { FaissStore } = await import('@langchain/community/vectorstores/faiss');
    return { status: 'ready', library: { FaissStore, IndexFlatL2: faiss.IndexFlatL2 } };
  } catch (error) {
    marks[OURS] = false;
    return { status: 'absent', reason: explain(error) };
  }
}

/** Why this thread must not load faiss-node, if so. Reads the libraries that the process has open. */
function findObstacle(): string | undefined {
  const report = process.report as NodeJS.ProcessReport | undefined;
  if (!report) return 'this Node cannot tell whether another thread uses faiss-node';
  const objects = readSharedObjects(report);
  const taken = objects.some((path) => /faiss-node\.node$/.test(path));
  return taken ? 'another thread of this process uses faiss-node, which only one thread may' : undefined;
}

function readSharedObjects(report: NodeJS.ProcessReport & { excludeNetwork?: boolean }): string[] {
  // Naming the peers of open sockets can take seconds and is of no use here.
  const before = report.excludeNetwork;
  report.excludeNetwork = true;
  try {
    const found = report.getReport() as unknown as { sharedObjects?: string[] };
    return found.sharedObjects ?? [];
  } finally {
    report.excludeNetwork = before;
  }
}

function explain(error: unknown): string {
  const { code, message = String(error) } = error as { code?: unknown; message?: string };
  if (code === 'MODULE_NOT_FOUND' && message.includes("'faiss-node'")) return 'faiss-node is not installed';
  return `faiss-node does not load: ${message.split('\n', 1)[0]!.slice(0, 200)}`;
}
