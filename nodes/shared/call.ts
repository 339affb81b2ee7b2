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

/** As the engine names it: the given name, else the root's real path. */
async function nameWorkspace(run: ItemRun, ref: WorkspaceRef): Promise<string> {
  return ref.workspace ?? (await run.context.helpers.resolvePath(ref.root));
}
