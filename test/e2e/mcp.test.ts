/** The template "Ask the codebase over MCP", called by the official MCP client as an agent would. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { callTool, connectMcp } from './support/mcp';
import {
  copyFixture,
  createCredential,
  isOurs,
  publish,
  readTemplate,
  remove,
  withNodes,
  type SavedWorkflow,
} from './support/n8n';

const TOKEN = 'a-long-random-token-of-the-test';
const TOOLS = ['code_at_line', 'find_symbol', 'get_code_context', 'search_code'];
let root: string;
let workflow: SavedWorkflow | undefined;
let client: Client | undefined;

function open(): Client {
  if (!client) throw new Error('The client is not connected.');
  return client;
}

function call(name: string, args: Record<string, unknown>): Promise<string> {
  return callTool(open(), name, args);
}

beforeAll(async () => {
  root = copyFixture('shop');
  const bearer = await createCredential('MCP token', 'httpBearerAuth', { token: TOKEN });
  workflow = await publish(
    withNodes(readTemplate('ask-codebase-over-mcp.json'), (node) => {
      if (isOurs(node)) return { ...node, parameters: { ...node.parameters, root } };
      if (node.name !== 'MCP Server Trigger') return node;
      return { ...node, credentials: { httpBearerAuth: { id: bearer.id, name: bearer.name } } };
    }),
    'mcp/codebase',
  );
  client = await connectMcp('codebase', TOKEN);
});

afterAll(async () => {
  await client?.close();
  await remove(workflow);
});

test('the tools are listed, with the arguments that the agent may choose and no others', async () => {
  const { tools } = await open().listTools();
  expect(tools.map((tool) => tool.name).sort()).toEqual(TOOLS);
  const argumentsOf = Object.fromEntries(
    tools.map((tool) => [tool.name, Object.keys(tool.inputSchema.properties ?? {}).sort()]),
  );
  expect(argumentsOf).toEqual({
    code_at_line: ['file', 'line'],
    find_symbol: ['name'],
    get_code_context: ['query'],
    search_code: ['query'],
  });
  for (const tool of tools) expect(tool.description?.length).toBeGreaterThan(20);
});

test('get_code_context answers with the code', async () => {
  const answer = await call('get_code_context', { query: 'where are webhook signatures checked?' });
  expect(answer).toContain('src/webhooks/signature.ts');
  expect(answer).toContain('timingSafeEqual');
});

test('search_code answers with places and without code', async () => {
  const answer = await call('search_code', { query: 'round the total of a cart' });
  expect(answer).toContain('src/cart/total.ts');
  expect(answer).not.toContain('Math.round');
});

test('find_symbol answers with the definition', async () => {
  const answer = await call('find_symbol', { name: 'receivePayment' });
  expect(answer).toContain('src/webhooks/receive.ts');
  expect(answer).toContain('receivePayment');
});

test('code_at_line answers with what encloses the line, as the file is now', async () => {
  const answer = await call('code_at_line', { file: 'src/webhooks/receive.ts', line: 14 });
  const line = readFileSync(join(root, 'src/webhooks/receive.ts'), 'utf8').split('\n')[13] ?? '';
  expect(answer).toContain('receivePayment');
  expect(line).toContain('verifyWebhookSignature');
  expect(answer).toContain(line.trim());
});

test('what a tool cannot do is said to the agent', async () => {
  const answer = await call('code_at_line', { file: '../outside.ts', line: 1 });
  expect(answer).toContain('leads outside the root folder');
});

test.each(['', 'wrong'])('a client with the token "%s" is turned away', async (token) => {
  await expect(connectMcp('codebase', token)).rejects.toThrow('Authorization data is wrong');
});
