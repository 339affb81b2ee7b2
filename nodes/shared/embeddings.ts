import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { EmbeddingProvider } from '../../src/index';
import { unwrap } from './unwrap';

/** Workspaces whose provider is remembered; the one used longest ago is forgotten first. */
const REMEMBERED_MAX = 20;

/** What n8n's Embeddings sub-nodes hand over: a LangChain `Embeddings`, behind a logging proxy. */
export interface EmbeddingsInstance {
  embedDocuments(texts: string[]): Promise<number[][]>;
  embedQuery(text: string): Promise<number[]>;
  readonly model?: unknown;
  readonly modelName?: unknown;
}

export interface AttachedEmbeddings {
  /** For this execution: queries show in n8n's run log. */
  readonly provider: EmbeddingProvider;
  /** For later executions: holds nothing of this one. */
  readonly lasting: EmbeddingProvider;
}

/** The Embeddings sub-node of this node, or undefined: tools and nodes without one have none. */
export async function getAttachedEmbeddings(
  context: IExecuteFunctions,
): Promise<AttachedEmbeddings | undefined> {
  const hasInput = context
    .getNodeInputs()
    .some((input) => input.type === NodeConnectionTypes.AiEmbedding);
  if (!hasInput) return undefined;
  const connected = await context.getInputConnectionData(NodeConnectionTypes.AiEmbedding, 0);
  const logged = (Array.isArray(connected) ? connected[0] : connected) as
    | EmbeddingsInstance
    | undefined
    | null;
  return logged ? adaptEmbeddings(logged) : undefined;
}

export function adaptEmbeddings(logged: EmbeddingsInstance): AttachedEmbeddings {
  // n8n's proxy copies every text and vector into the execution's data, which may be saved. The
  // chunks of a repository do not belong there, so documents go to the instance behind the proxy.
  const instance = unwrap(logged);
  const model = nameModel(instance);
  const embedDocuments = async (texts: string[]) => await instance.embedDocuments(texts);
  return {
    provider: { model, embedDocuments, embedQuery: async (text) => await logged.embedQuery(text) },
    lasting: { model, embedDocuments, embedQuery: async (text) => await instance.embedQuery(text) },
  };
}

function nameModel(instance: EmbeddingsInstance): string {
  for (const name of [instance.model, instance.modelName]) {
    if (typeof name === 'string' && name.length > 0) return name;
  }
  return (instance as object).constructor.name;
}

/** Each node is a bundle of its own, so what they share hangs on the process. */
const MEMORY = Symbol.for('n8n-nodes-hybrid-context.embedding-providers');

/**
 * Keeps the provider that a workspace was last used with, for as long as this process lives. n8n
 * gives the tool variants of nodes no inputs; this is how they query such a workspace.
 */
export function rememberProvider(workspace: string, provider: EmbeddingProvider): void {
  const memory = openMemory();
  memory.delete(workspace);
  memory.set(workspace, provider);
  if (memory.size <= REMEMBERED_MAX) return;
  const oldest = memory.keys().next();
  if (!oldest.done) memory.delete(oldest.value);
}

export function recallProvider(workspace: string): EmbeddingProvider | undefined {
  const provider = openMemory().get(workspace);
  if (provider) rememberProvider(workspace, provider);
  return provider;
}

function openMemory(): Map<string, EmbeddingProvider> {
  const holder = globalThis as { [MEMORY]?: Map<string, EmbeddingProvider> };
  return (holder[MEMORY] ??= new Map<string, EmbeddingProvider>());
}
