/**
 * Whole answers over HTTP: a real n8n with the package installed as its users do, the template "Enrich
 * an issue with code context", several callers at once. Beside it a workflow that only answers, which
 * is what n8n itself takes.
 *
 *   npm run bench -- webhook [--tree DIR] [--callers 4] [--requests 200]
 *
 * Starts the host that the end-to-end tests use (fetched on first use) and stops it at the end.
 */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { listDirectory } from '../src/source';
import { postWebhook, publish, readState, remove, withNodes, type Json, type SavedWorkflow, type Workflow } from '../test/e2e/support/n8n';
import { percentile } from './measures';
import { writeResults } from './results';
import { createRandom } from './retrieval/chunks';
import { fixed, printTable } from './table';

const WARM_UP = 20;
const TEMPLATE = 'workflows/enrich-issue-with-code-context.json';

interface Answer {
  readonly items?: readonly unknown[];
  readonly latencyMs?: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { tree: { type: 'string', default: 'src' }, callers: { type: 'string', default: '4' }, requests: { type: 'string', default: '200' } } });
  const [callers, requests] = [Number(values.callers), Number(values.requests)];
  if (![callers, requests].every((number) => Number.isSafeInteger(number) && number > 0)) throw new Error('--callers and --requests take whole numbers above 0.');
  const questions = await readQuestions(resolve(values.tree), requests);
  const stop = await startHost();
  let opened: SavedWorkflow[] = [];
  try {
    const root = mkdtempSync(join(readState().root, `${basename(resolve(values.tree))}-`));
    cpSync(resolve(values.tree), root, { recursive: true });
    opened = [await publish(templateFor(root), 'webhook/code-context'), await publish(echo(), 'webhook/echo')];
    const cold = await timeOne('code-context', questions[0]!);
    for (const question of questions.slice(0, WARM_UP)) await timeOne('code-context', question);
    const answers = await timeAll('code-context', questions, callers);
    const bare = await timeAll('echo', questions, callers);
    report({ callers, cold, answers, bare });
  } finally {
    for (const workflow of opened) await remove(workflow);
    await stop();
  }
}

interface Timed {
  readonly ms: number;
  /** What the engine says it took. */
  readonly engineMs: number;
}

async function timeOne(path: string, query: string): Promise<Timed> {
  const from = performance.now();
  const { status, body } = await postWebhook<Answer>(path, { query });
  const ms = performance.now() - from;
  if (status !== 200 || (path === 'code-context' && !body.items)) throw new Error(`"${query}" was answered with ${status}: ${JSON.stringify(body).slice(0, 300)}`);
  return { ms, engineMs: body.latencyMs ?? 0 };
}

/** Every caller asks its next question as soon as it has the answer to the last. */
async function timeAll(path: string, questions: readonly string[], callers: number): Promise<Timed[]> {
  const times: Timed[] = [];
  let next = 0;
  const call = async (): Promise<void> => {
    while (next < questions.length) times.push(await timeOne(path, questions[next++]!));
  };
  await Promise.all(Array.from({ length: callers }, call));
  return times;
}

function report({ callers, cold, answers, bare }: { callers: number; cold: Timed; answers: readonly Timed[]; bare: readonly Timed[] }): void {
  const rows = [
    { name: 'answer with 4,000 tokens of code', times: answers.map(({ ms }) => ms) },
    { name: '  of it in the engine', times: answers.map(({ engineMs }) => engineMs) },
    { name: 'n8n alone (webhook that answers at once)', times: bare.map(({ ms }) => ms) },
  ];
  console.log(`\n${answers.length} questions, ${callers} callers at once; the first answer, which indexes the folder, took ${fixed(cold.ms, 0)} ms`);
  printTable(
    ['', 'p50 ms', 'p95 ms', 'most ms'],
    rows.map(({ name, times }) => [name, ...[0.5, 0.95, 1].map((share) => fixed(percentile(times, share), 1))]),
  );
  writeResults('webhook', { callers, coldMs: cold.ms, answers, bare });
}

/** Names of the tree's symbols, every other one in words. */
async function readQuestions(root: string, count: number): Promise<string[]> {
  const random = createRandom(3);
  const { files } = await listDirectory({ kind: 'directory', root, maxFileBytes: 500_000 });
  const texts = files.map(({ path }) => readFileSync(join(root, path), 'utf8'));
  const names = [...new Set(texts.flatMap((text) => [...text.matchAll(/\b(?:function|class|interface|def|func|struct)\s+(\w{4,})/g)].map(([, name]) => name!)))];
  if (names.length === 0) throw new Error(`${root} defines nothing to ask about.`);
  return Array.from({ length: count }, (_, at) => {
    const name = names[Math.floor(random() * names.length)]!;
    return at % 2 === 0 ? name : `where do we ${name.replace(/([A-Z_])/g, ' $1').toLowerCase()} and what happens when it fails`;
  });
}

/** The end-to-end tests' n8n. The scripts are modules that find their files by their own place, so they are not bundled. */
async function startHost(): Promise<() => Promise<void>> {
  const load = async (file: string): Promise<() => Promise<void>> => ((await import(pathToFileURL(resolve('test/e2e', file)).href)) as { default: () => Promise<void> }).default;
  const [setup, teardown] = [await load('setup.mjs'), await load('teardown.mjs')];
  await setup();
  return teardown;
}

function templateFor(root: string): Workflow {
  const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as Workflow;
  return withNodes(template, (node) => {
    if (node.name !== 'Settings') return node;
    const { assignments } = node.parameters['assignments'] as { assignments: Json[] };
    const set = assignments.map((entry) => (entry['name'] === 'defaultRoot' ? { ...entry, value: root } : entry));
    return { ...node, parameters: { ...node.parameters, assignments: { assignments: set } } };
  });
}

function echo(): Workflow {
  const parameters = { httpMethod: 'POST', path: 'echo', responseMode: 'lastNode', options: {} };
  const node = { id: 'echo', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2.1, position: [0, 0] as const, webhookId: 'bench-echo', parameters };
  return { name: 'Answers at once', nodes: [node], connections: {} };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
