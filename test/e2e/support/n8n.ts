/** The n8n that the global setup started, as the suites use it. */
import { cpSync, mkdtempSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from './until';

export interface E2eState {
  readonly url: string;
  readonly pid: number;
  readonly log: string;
  readonly cookie: string;
  readonly login: { readonly email: string; readonly password: string };
  /** Everything of this run is below it; it is removed at the end. */
  readonly folder: string;
  readonly userFolder: string;
  /** What the engine in this n8n keeps (HYBRID_CONTEXT_HOME), and its settings file (HYBRID_CONTEXT_CONFIG). */
  readonly home: string;
  readonly settings: string;
  /** The folder that n8n may read (N8N_RESTRICT_FILE_ACCESS_TO). */
  readonly root: string;
  /** The packed package. */
  readonly tarball: string;
  /** Where the package is installed. */
  readonly installed: string;
  readonly screenshots: string;
  /** The Redis server of this machine, for queue mode. */
  readonly redis?: string;
  readonly host: { readonly node: string; readonly n8n: string; readonly folder: string };
}

export type Json = Record<string, unknown>;

export interface WorkflowNode {
  readonly name: string;
  readonly type: string;
  readonly typeVersion?: number;
  readonly position?: readonly [number, number];
  readonly parameters: Json;
  readonly credentials?: Json;
  readonly [field: string]: unknown;
}

export interface Workflow {
  readonly id?: string;
  readonly name: string;
  readonly nodes: readonly WorkflowNode[];
  readonly connections: Json;
  readonly settings?: Json;
}

export interface SavedWorkflow extends Workflow {
  readonly id: string;
  readonly versionId: string;
  readonly active: boolean;
}

export const PACKAGE = 'n8n-nodes-hybrid-context';
export const TEMPLATES = join(__dirname, '..', '..', '..', 'workflows');

export function readState(): E2eState {
  const path = process.env['E2E_STATE'];
  if (path === undefined) throw new Error('Start the suites with jest --config jest.e2e.config.js.');
  return JSON.parse(readFileSync(path, 'utf8')) as E2eState;
}

/** A copy of a fixture that n8n may read and that no other suite uses. */
export function copyFixture(name: string): string {
  const folder = realpathSync(mkdtempSync(join(readState().root, `${name}-`)));
  cpSync(join(__dirname, '..', 'fixtures', name), folder, { recursive: true });
  return folder;
}

export function readTemplate(file: string): Workflow {
  return JSON.parse(readFileSync(join(TEMPLATES, file), 'utf8')) as Workflow;
}

/**
 * Each request has a connection of its own: n8n closes those that rest for some seconds, and a test that was busy
 * for as long would send its next request into one that is closed already.
 */
export const FRESH = { connection: 'close' } as const;

const TRIES = 5;

/** A request whose connection n8n closes before it answers, as happens on a very busy machine, is sent again. */
async function send(url: string, init: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(url, init);
    } catch (thrown) {
      const { cause } = thrown as { cause?: { code?: string } };
      if (cause?.code !== 'UND_ERR_SOCKET' || attempt === TRIES) throw thrown;
      await delay(attempt * 500);
    }
  }
}

/** An n8n that runs, and the session of its owner. */
export type Instance = Pick<E2eState, 'url' | 'cookie'>;

/** A call of the editor's REST interface as the owner; answers its `data`, throws what n8n says. */
export async function callApi<Data = Json>(method: string, path: string, body?: unknown, { url, cookie }: Instance = readState()): Promise<Data> {
  const response = await send(url + path, {
    method,
    headers: { ...FRESH, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: HTTP ${response.status} ${text.slice(0, 2000)}`);
  return (JSON.parse(text) as { data: Data }).data;
}

/** Saves and publishes a workflow. Its trigger at `path`, such as `webhook/x`, answers when this returns. */
export async function publish(workflow: Workflow, path: string): Promise<SavedWorkflow> {
  const saved = await activate({ ...workflow, id: undefined });
  await waitForTrigger(path);
  return saved;
}

/** Saves and publishes a workflow whose trigger cannot be asked whether it is there; with an `id` under that. */
export async function activate({ id, name, nodes, connections, settings = {} }: Workflow, instance?: Instance): Promise<SavedWorkflow> {
  const saved = await callApi<SavedWorkflow>('POST', '/rest/workflows', { ...(id !== undefined && { id }), name, nodes, connections, settings, active: false }, instance);
  await callApi('POST', `/rest/workflows/${saved.id}/activate`, { versionId: saved.versionId }, instance);
  return saved;
}

/** n8n registers triggers some time after it has answered that a workflow is published. */
async function waitForTrigger(path: string): Promise<void> {
  await until(async () => {
    const response = await fetch(`${readState().url}/${path}`, { headers: FRESH });
    if (response.status === 404) return (await response.text()).includes('Did you mean') || undefined;
    // An MCP trigger answers a GET with a stream that does not end.
    await response.body?.cancel();
    return true;
  }, () => path);
}

/** Takes a workflow's triggers down and deletes it. */
export async function remove(workflow: SavedWorkflow | undefined): Promise<void> {
  if (!workflow) return;
  await callApi('POST', `/rest/workflows/${workflow.id}/deactivate`, {});
  await whenUnpublished(() => callApi('POST', `/rest/workflows/${workflow.id}/archive`, {}));
  await whenUnpublished(() => callApi('DELETE', `/rest/workflows/${workflow.id}`));
}

/** While n8n still takes triggers down it answers 409 and asks to try again. */
async function whenUnpublished(work: () => Promise<unknown>): Promise<void> {
  await until(async () => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!String(error).includes('HTTP 409')) throw error;
      return undefined;
    }
  });
}

export async function createCredential(name: string, type: string, data: Json): Promise<{ id: string; name: string }> {
  return await callApi('POST', '/rest/credentials', { name, type, data });
}

export interface WebhookAnswer<Body> {
  readonly status: number;
  readonly body: Body;
}

/** Posts to a published webhook. A string is sent as it is, anything else as JSON. */
export async function postWebhook<Body = Json>(path: string, body: unknown): Promise<WebhookAnswer<Body>> {
  const response = await send(`${readState().url}/webhook/${path}`, {
    method: 'POST',
    headers: { ...FRESH, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Body };
}

/** A workflow with some nodes' parameters changed; `change` sees each node. */
export function withNodes(workflow: Workflow, change: (node: WorkflowNode) => WorkflowNode): Workflow {
  return { ...workflow, nodes: workflow.nodes.map(change) };
}

export function isOurs(node: WorkflowNode): boolean {
  return node.type.startsWith(`${PACKAGE}.`);
}
