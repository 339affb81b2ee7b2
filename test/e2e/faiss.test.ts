/** In an n8n where faiss-node resolves, it answers instead of the portable backend, and the same. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { copyFixture, postWebhook, publish, readState, remove, type SavedWorkflow } from './support/n8n';
import { nodeBehindWebhook } from './support/workflows';

const cache = process.env['HYBRID_CONTEXT_CACHE'] ?? join(__dirname, '..', '..', '.cache');
const faissModules = resolve(cache, 'faiss', 'node_modules');
const built = existsSync(join(faissModules, 'faiss-node', 'build', 'Release', 'faiss-node.node'));
if (!built) console.warn('SKIPPED: faiss-node is not built, run "npm run build:faiss".');

interface Answer {
  readonly items: readonly { readonly path: string; readonly startLine: number; readonly score: number }[];
  readonly workspace: { readonly vectorBackend: string };
}

const PATH = 'portable-for-comparison';
let workflow: SavedWorkflow | undefined;

afterAll(() => remove(workflow));

async function askPortable(): Promise<Answer> {
  const parameters = {
    operation: 'getContext',
    root: copyFixture('shop'),
    query: '={{ $json.body.query }}',
    output: 'pack',
    options: {},
  };
  workflow = await publish(nodeBehindWebhook(PATH, 'hybridContext', parameters), `webhook/${PATH}`);
  const { body } = await postWebhook<Answer[]>(PATH, { query: 'where are webhook signatures checked?' });
  return body[0] as Answer;
}

async function askFaiss(): Promise<Answer> {
  const { folder, tarball } = readState();
  const script = join(__dirname, 'support', 'with-faiss.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [script, tarball, folder, faissModules]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer;
}

(built ? test : test.skip)('faiss-node is used when it resolves, with the same results', async () => {
  const [portable, faiss] = [await askPortable(), await askFaiss()];
  expect(portable.workspace.vectorBackend).toBe('portable');
  expect(faiss.workspace.vectorBackend).toBe('faiss');
  const places = ({ items }: Answer): string[] => items.map(({ path, startLine }) => `${path}:${startLine}`);
  expect(places(faiss)).toEqual(places(portable));
});
