/** The package as installed by n8n's own steps: what n8n knows of it, and what its start costs. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FRESH, PACKAGE, readState } from './support/n8n';

const NODES = ['astAnalyze', 'hybridContext', 'qualityAlert', 'ragRetrieve'];
const TRIGGER = 'qualityAlertTrigger';
/** Of the processor time that n8n's own nodes take; a time alone would be that of the machine. */
const LOAD_SHARE = 0.2;

interface NodeType {
  readonly name: string;
  readonly displayName: string;
  readonly iconUrl?: string | { readonly light: string; readonly dark: string };
  readonly usableAsTool?: boolean;
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly codex?: { readonly categories?: readonly string[]; readonly alias?: readonly string[] };
  readonly properties: readonly { readonly name: string }[];
}

const state = readState();
let types: NodeType[];

beforeAll(async () => {
  const response = await fetch(`${state.url}/types/nodes.json`, { headers: { ...FRESH, cookie: state.cookie } });
  const all = (await response.json()) as NodeType[];
  types = all.filter((type) => type.name.startsWith(`${PACKAGE}.`));
});

function typeNamed(name: string): NodeType {
  const found = types.find((type) => type.name === `${PACKAGE}.${name}`);
  if (!found) throw new Error(`n8n does not know ${name}`);
  return found;
}

test('n8n knows the trigger, the four nodes and their tool variants', () => {
  const expected = [TRIGGER, ...NODES.flatMap((name) => [name, `${name}Tool`])].map((name) => `${PACKAGE}.${name}`);
  expect(types.map((type) => type.name).sort()).toEqual(expected.sort());
});

test('a tool variant has no inputs, one tool output, and a description for the agent', () => {
  for (const name of NODES) {
    const tool = typeNamed(`${name}Tool`);
    expect(tool.inputs).toEqual([]);
    expect(tool.outputs).toEqual(['ai_tool']);
    expect(tool.properties.map((property) => property.name)).toContain('toolDescription');
  }
});

test.each(['light', 'dark'] as const)('every node has an icon for the %s theme', async (theme) => {
  for (const name of [TRIGGER, ...NODES]) {
    const { iconUrl } = typeNamed(name);
    const path = typeof iconUrl === 'object' ? iconUrl[theme] : iconUrl;
    const response = await fetch(`${state.url}/${path ?? ''}`, { headers: { ...FRESH, cookie: state.cookie } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('image/svg');
    expect(await response.text()).toContain('<svg');
  }
});

test('searching the node panel for "context", "AST" and "code" has something to find', () => {
  const words = (name: string): string => {
    const { displayName, codex } = typeNamed(name);
    return [displayName, ...(codex?.alias ?? [])].join(' ').toLowerCase();
  };
  expect(words('hybridContext')).toContain('context');
  expect(words('astAnalyze')).toContain('ast');
  for (const name of NODES.slice(0, 2)) expect(words(name)).toContain('code');
});

test('n8n lists the package as installed and had nothing to complain of when it started', () => {
  const ledger = JSON.parse(readFileSync(join(state.userFolder, '.n8n', 'nodes', 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const manifest = JSON.parse(readFileSync(join(state.installed, 'package.json'), 'utf8')) as Record<string, unknown>;
  expect(ledger.dependencies).toEqual({ [PACKAGE]: manifest['version'] });
  expect(Object.keys(manifest)).not.toEqual(
    expect.arrayContaining(['devDependencies', 'peerDependencies', 'optionalDependencies']),
  );
  const [atStart = ''] = readFileSync(state.log, 'utf8').split('Editor is now accessible');
  expect(atStart).not.toContain(PACKAGE);
});

interface Load {
  readonly milliseconds: number;
  readonly baseMilliseconds: number;
  readonly loadedScripts: readonly string[];
  readonly known: readonly string[];
  readonly types: readonly string[];
}

async function loadAsN8n(): Promise<Load> {
  const { stdout } = await promisify(execFile)(state.host.node, [
    join(__dirname, 'support', 'manifests.mjs'),
    join(state.host.folder, 'node_modules'),
    state.installed,
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Load;
}

test("n8n's start reads the manifests only, which is little beside its own nodes", async () => {
  // Other work on the machine can only add to a time: the best of some counts.
  const loads = [await loadAsN8n(), await loadAsN8n(), await loadAsN8n()];
  for (const load of loads) {
    expect(load.loadedScripts).toEqual([]);
    expect([...load.known].sort()).toEqual([TRIGGER, ...NODES].sort());
    expect(load.types).toEqual(expect.arrayContaining(NODES));
  }
  expect(Math.min(...loads.map((load) => load.milliseconds / load.baseMilliseconds))).toBeLessThan(LOAD_SHARE);
});
