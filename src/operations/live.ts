import { join } from 'node:path';
import type { CallOptions } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { PackInput } from '../pack';
import { splitLines } from '../parse';
import type { RankedChunk } from '../rank';
import { openSource } from '../source';
import type { Workspace } from './workspaces';

export interface LiveCode {
  readonly inputs: readonly PackInput[];
  /** Files whose content is not what was indexed: gone, changed or no longer allowed. */
  readonly stale: readonly string[];
}

/** The code of ranked chunks as the files hold it now; never text that differs from what was ranked. */
export async function readLive(results: readonly RankedChunk[], workspace: Workspace, options: CallOptions): Promise<LiveCode> {
  const paths = [...new Set(results.map(({ path }) => path))];
  const allowed = await allowedPaths(paths, workspace, options);
  const lines = new Map<string, readonly string[]>();
  const stale: string[] = [];
  await Promise.all(
    paths.map(async (path) => {
      const text = allowed.has(path) ? await readIndexed(path, workspace) : undefined;
      if (text === undefined) stale.push(path);
      else lines.set(path, splitLines(text));
    }),
  );
  if (options.signal?.aborted) throw createError('CANCELLED');
  const inputs = results.flatMap(({ chunk: _, ...result }) => {
    const all = lines.get(result.path);
    const facts = workspace.corpus.file(result.path)?.facts;
    if (!all || !facts) return [];
    const code = all.slice(result.startLine - 1, result.endLine).join('\n');
    return [{ result, language: facts.language, hash: facts.hash, code }];
  });
  return { inputs, stale: stale.sort() };
}

async function allowedPaths(paths: readonly string[], workspace: Workspace, { access }: CallOptions): Promise<ReadonlySet<string>> {
  if (!access) return new Set(paths);
  const answers = await access.isAllowed(paths.map((path) => join(workspace.source.root, path)));
  return new Set(paths.filter((_, index) => answers[index] === true));
}

async function readIndexed(path: string, workspace: Workspace): Promise<string | undefined> {
  try {
    const content = await openSource(workspace.source).read(path);
    return content.hash === workspace.corpus.file(path)?.facts.hash ? content.text : undefined;
  } catch (thrown) {
    if (toEngineError(thrown).code === 'INTERNAL') throw thrown;
    return undefined;
  }
}
