import type { CallOptions, WorkspaceRef } from '../../src/index';
import { recallProvider, rememberProvider } from './embeddings';
import { isEngineError } from './failure';
import type { ItemRun } from './run';

/**
 * Calls the engine with the attached Embeddings sub-node. Without one, a workspace that was indexed
 * with a provider is asked once more with the provider it was last used with in this process: n8n
 * gives the tool variants of nodes no inputs. If none is known, EMBEDDING_NOT_ATTACHED stands.
 */
export async function callWithEmbeddings<T>(
  run: ItemRun,
  ref: WorkspaceRef,
  call: (options: CallOptions) => Promise<T>,
): Promise<T> {
  if (run.embeddings) {
    const answer = await call({ ...run.options, embeddings: run.embeddings.provider });
    rememberProvider(await nameWorkspace(run, ref), run.embeddings.lasting);
    return answer;
  }
  return await call(run.options).catch(async (thrown: unknown) => {
    const missing = isEngineError(thrown) && thrown.code === 'EMBEDDING_NOT_ATTACHED';
    const known = missing ? recallProvider(await nameWorkspace(run, ref)) : undefined;
    if (!known) throw thrown;
    return await call({ ...run.options, embeddings: known });
  });
}

/** Names what the index is of: the given name, else the root's real path, the repository or the kind of source. */
async function nameWorkspace(run: ItemRun, { workspace, source, root }: WorkspaceRef): Promise<string> {
  if (workspace !== undefined) return workspace;
  if (source?.kind === 'git') return `${source.url}#${source.ref ?? ''}`;
  return source?.kind ?? (await run.context.helpers.resolvePath(root ?? ''));
}
