/** Code that lies in no folder, through the nodes as n8n runs them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { makeZip } from '../source/archive/build';
import { closeGitServers, serveGit, trackedRepository, type GitServer } from '../source/git/server';
import { runNode, type Surroundings } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const TOKEN = 'token-of-the-credential';
useWorkspace();
const fixture = join(__dirname, '../fixtures/shop');
const tree: Record<string, Buffer> = Object.fromEntries(
  readdirSync(fixture, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name).slice(fixture.length + 1), readFileSync(join(entry.parentPath, entry.name))]),
);
let server: GitServer;

beforeAll(async () => {
  const repository = trackedRepository();
  repository.commit(tree);
  server = await serveGit(repository, { password: `git:${TOKEN}` });
});
afterAll(closeGitServers);

const retrieve = async (parameters: INodeParameters, surroundings?: Surroundings) =>
  (await runNode(new NODES.RagRetrieve(), { query: 'check the signature of a webhook', ...parameters }, surroundings)).map(({ json }) => json);
const failure = async (parameters: INodeParameters, surroundings: Surroundings = {}) =>
  (await retrieve(parameters, { onError: 'continueRegularOutput', ...surroundings }))[0]?.error;
const git = (parameters: INodeParameters = {}): INodeParameters => ({
  source: 'git', authentication: 'codeRepositoryApi', repositoryUrl: `${server.origin}/owner/sample.git`, options: { allowPrivate: true }, ...parameters,
});
const credential = (more: object = {}): Surroundings => ({
  credentials: { codeRepositoryApi: { hostType: 'other', server: `${server.origin}/`, token: ` ${TOKEN} `, ...more } },
});
const expected = expect.objectContaining({ path: 'src/signature.ts', symbol: 'verifySignature' }) as object;

test('a Git repository, with the credential', async () => {
  expect(await retrieve(git(), credential())).toContainEqual(expected);
  const [report] = await retrieve(git({ operation: 'syncIndex', repositoryRef: 'main' }), credential());
  expect(report).toMatchObject({ files: Object.keys(tree).length, commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string });
  const found = await runNode(new NODES.AstAnalyze(), git({ operation: 'findSymbol', symbolName: 'verifySignature' }), credential());
  expect(found[0]?.json).toMatchObject({ path: 'src/signature.ts' });
  const enriched = await runNode(new NODES.HybridContext(), git({ operation: 'getContext', query: 'webhook signature' }), credential());
  expect(enriched[0]?.json.text).toContain('timingSafeEqual');
});

test('a Git repository with its history', async () => {
  const options = { allowPrivate: true, historyCommits: 50 };
  const [best] = await retrieve(git({ options, simple: false }), credential());
  expect(Object.keys(best!)).toContain('why');
  expect(await failure(git({ options: { ...options, historyCommits: 20_000 } }), credential())).toMatchObject({ code: 'VALUE_OUT_OF_RANGE' });
});

test('a Git repository that needs a credential, without one or with a wrong one', async () => {
  expect(await failure(git({ authentication: 'none' }))).toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
  expect(await failure(git(), credential({ token: 'wrong' }))).toMatchObject({ code: 'SOURCE_AUTH_FAILED' });
  expect(await failure(git(), credential({ server: 'https://github.com' }))).toMatchObject({ code: 'SOURCE_HOST_NOT_ALLOWED' });
  expect(await failure(git(), credential({ server: 'github' }))).toMatchObject({ code: 'VALUE_INVALID' });
  expect(JSON.stringify(await failure(git({ repositoryRef: 'gone' }), credential()))).not.toContain(TOKEN);
});

test('a Git repository of a private network only when that is allowed, and only of allowed hosts', async () => {
  expect(await failure(git({ options: {} }), credential())).toMatchObject({ code: 'SOURCE_ADDRESS_PRIVATE' });
  const options = { allowPrivate: true, allowedHosts: 'github.com, *.example.com' };
  expect(await failure(git({ options }), credential())).toMatchObject({ code: 'SOURCE_HOST_NOT_ALLOWED' });
  expect(await retrieve(git({ options: { ...options, allowedHosts: '127.0.0.1' } }), credential())).toContainEqual(expected);
});

test('an archive in the binary data of the item', async () => {
  const item = (data: Buffer, field = 'data'): INodeExecutionData => ({
    json: {},
    binary: { [field]: { data: data.toString('base64'), mimeType: 'application/zip', fileName: 'shop.zip' } },
  });
  const items = [item(makeZip(tree, { top: 'shop-1.0/' }))];
  expect(await retrieve({ source: 'archive' }, { items })).toContainEqual(expected);
  expect(await retrieve({ source: 'archive', binaryPropertyName: 'file' }, { items: [item(makeZip(tree), 'file')] })).toContainEqual(expected);
  const [report] = await retrieve({ source: 'archive', operation: 'syncIndex' }, { items });
  expect(report).toMatchObject({ workspace: 'shop.zip' });
  expect(await failure({ source: 'archive' }, { items: [item(Buffer.from('no archive'))] })).toMatchObject({ code: 'SOURCE_FORMAT' });
  expect(await failure({ source: 'archive' })).toMatchObject({ message: expect.stringContaining('binary') as string });
});

test('items: all incoming ones by default, or any JSON', async () => {
  const files = Object.entries(tree).map(([path, bytes]) => ({ path, content: bytes.toString() }));
  const expression = new NODES.RagRetrieve().description.properties.find(({ name }) => name === 'sourceFiles')!.default as string;
  const items = files.map((json) => ({ json }));
  const answers = await retrieve({ source: 'items', sourceFiles: expression, output: 'pack' }, { items });
  expect(answers).toHaveLength(items.length);
  expect(answers[0]?.items).toContainEqual(expected);
  expect(await retrieve({ source: 'items', sourceFiles: JSON.stringify(files) })).toContainEqual(expected);
  expect(await failure({ source: 'items', sourceFiles: '{' })).toMatchObject({ code: 'VALUE_INVALID' });
  expect(await failure({ source: 'items', sourceFiles: '[{"path":"../a","content":""}]' })).toMatchObject({ code: 'VALUE_INVALID' });
  expect(await failure({ source: 'items', sourceFiles: '' })).toMatchObject({ code: 'WORKSPACE_EMPTY' });
});
