import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { CallOptions, Engine, WorkspaceRef } from '../../src/index';
import { createPathAccess } from './access';
import { nameAsker } from './asker';
import type { AttachedEmbeddings } from './embeddings';
import { adaptEmbeddings, getAttachedEmbeddings } from './embeddings';
import type { EngineModule } from './engine';
import { loadEngine } from './engine';
import { toErrorJson, toNodeError } from './failure';
import { getAttachedReranker } from './reranker';
import { withCode } from './source';
import { getAttachedVectorStore } from './vectorStore';

/** Items worked on at the same time; the order of the output is that of the input. */
const CONCURRENCY = 4;

/** What all items of one execution share. */
interface Session {
  readonly context: IExecuteFunctions;
  readonly engine: Engine;
  readonly createError: EngineModule['createError'];
  /** Cancellation and path rules of this execution. */
  readonly options: CallOptions;
  readonly embeddings: AttachedEmbeddings | undefined;
  /** Which output a result comes out of, where the node has several; default the first. */
  readonly outputs: WeakMap<INodeExecutionData, number>;
}

export interface ItemRun extends Session {
  readonly itemIndex: number;
  readonly item: INodeExecutionData;
  /** The code that the item is about, by the fields that say where it comes from. */
  readonly code: CodeRef;
}

export type CodeRef = Pick<WorkspaceRef, 'root' | 'source'>;

interface Result {
  readonly data: INodeExecutionData;
  readonly output: number;
}

/** One operation of a node: parameters to one engine call to items. The runner adds `pairedItem`. */
export interface Operation {
  run(run: ItemRun): Promise<INodeExecutionData[]>;
  /** It is not about code, and the node has no fields that say where code is. */
  readonly needsNoCode?: boolean;
  /** How many outputs the node has for it; a tool of an agent has one in any case. */
  readonly outputs?: number;
  /** With Continue On Fail, the incoming item comes out with `error` added. */
  readonly keepsInput?: boolean;
}

/**
 * Runs the chosen operation for every incoming item. An item that fails ends the node with a
 * NodeOperationError that names the item, or, with Continue On Fail, becomes an item that holds
 * `error: { code, message, fix }`. A cancelled execution always ends the node. Where the node has several
 * outputs, each result comes out of its own.
 */
export async function runItems(
  context: IExecuteFunctions,
  operations: Readonly<Record<string, Operation>>,
): Promise<INodeExecutionData[][]> {
  const items = context.getInputData();
  const results: Result[][] = [];
  const errors = new Map<number, Error>();
  // Opened by the first item, so that a failure to open is an item's failure like any other.
  let session: Promise<Session> | undefined;
  const openOnce = () => (session ??= openSession(context));
  const pending = items.entries();
  const lane = async () => {
    for (const [itemIndex, item] of pending) {
      if (errors.size > 0) return;
      try {
        results[itemIndex] = await runItem(context, openOnce, operations, itemIndex, item);
      } catch (error) {
        errors.set(itemIndex, error as Error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, items.length) }, lane));
  const first = [...errors.keys()].sort((a, b) => a - b)[0];
  if (first !== undefined) throw toNodeError(context, errors.get(first), first);
  const all = results.flat();
  const count = countOutputs(context, operations);
  if (count === 1) return [all.map(({ data }) => data)];
  return Array.from({ length: count }, (_, wanted) => all.flatMap(({ data, output }) => (output === wanted ? data : [])));
}

/** An agent gets what a tool's first output holds, so tools have one for all. */
function countOutputs(context: IExecuteFunctions, operations: Readonly<Record<string, Operation>>): number {
  if (context.getNode().type.endsWith('Tool')) return 1;
  if (context.getNodeParameter('lowQualityOutput', 0, false) === true) return 2;
  return operations[context.getNodeParameter('operation', 0)]?.outputs ?? 1;
}

async function runItem(
  context: IExecuteFunctions,
  openOnce: () => Promise<Session>,
  operations: Readonly<Record<string, Operation>>,
  itemIndex: number,
  item: INodeExecutionData,
): Promise<Result[]> {
  const pairedItem = { item: itemIndex };
  let operation: Operation | undefined;
  try {
    const name = context.getNodeParameter('operation', itemIndex);
    operation = operations[name];
    const session = await openOnce();
    if (!operation) {
      throw session.createError('VALUE_INVALID', { name: 'Operation', reason: `"${name}" is unknown` });
    }
    const base = { ...session, itemIndex, item, code: {} };
    const output = await operation.run(operation.needsNoCode ? base : await withCode(base));
    return output.map((result) => ({ data: { ...result, pairedItem }, output: session.outputs.get(result) ?? 0 }));
  } catch (error) {
    const cancelled = context.getExecutionCancelSignal()?.aborted === true;
    if (!context.continueOnFail() || cancelled) throw toNodeError(context, error, itemIndex);
    // The error output gets the incoming fields from n8n, which tells errors by having no others.
    const keeps = operation?.keepsInput && context.getNode().onError !== 'continueErrorOutput';
    const json = keeps ? { ...item.json, ...toErrorJson(error) } : toErrorJson(error);
    return [{ data: { json, pairedItem, ...(operation?.keepsInput && { binary: item.binary }) }, output: 0 }];
  }
}

async function openSession(context: IExecuteFunctions): Promise<Session> {
  const [{ module, engine }, embeddings, reranker] = await Promise.all([
    loadEngine(),
    getAttachedEmbeddings(context),
    getAttachedReranker(context),
  ]);
  const store = await getAttachedVectorStore(context, module.createError);
  const signal = context.getExecutionCancelSignal();
  const access = createPathAccess(context.helpers);
  return {
    context,
    engine,
    createError: module.createError,
    options: { access, asker: nameAsker(context), ...(signal && { signal }), ...(reranker && { reranker }), ...(store && { vectorStore: store.provider }) },
    // A store is made for the vectors of one model: that of its own sub-node, unless another is attached here.
    embeddings: embeddings ?? (store?.embeddings && adaptEmbeddings(store.embeddings)),
    outputs: new WeakMap(),
  };
}
