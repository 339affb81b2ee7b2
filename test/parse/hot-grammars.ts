/** Grammars in a process of a given Node that optimises hot WASM at once: what that costs, and whether it lives. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { LANGUAGES } from '../../src/parse/languages';

const GOLDEN = join(__dirname, '..', 'golden');

export interface Outcome {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
  readonly mostMB: number;
  /** Whether V8's flags are as they were. */
  readonly sameFlags: boolean;
}

/** `grammar=sample` of every language that has a grammar, or of those named. */
export function grammarsWithSamples(only?: readonly string[]): string[] {
  return LANGUAGES.flatMap(({ language, extensions, treeSitter }) => {
    if (!treeSitter || (only && !only.includes(language))) return [];
    const samples = readdirSync(GOLDEN).flatMap((name) => extensions.map((extension) => join(GOLDEN, name, `input.${extension}`)));
    const sample = samples.find((path) => existsSync(path));
    if (!sample) throw new Error(`no golden folder has ${language}`);
    return [`${treeSitter.grammar()}=${sample}`];
  });
}

/** Answers a way to run fixtures/hot-grammars.ts with `node`. */
export function buildHotGrammars(): (node: string, given: readonly string[]) => Outcome {
  const script = join(mkdtempSync(join(tmpdir(), 'hot-grammars-')), 'hot-grammars.js');
  buildSync({ entryPoints: [join(__dirname, 'fixtures', 'hot-grammars.ts')], outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20', supported: { 'dynamic-import': false }, external: ['web-tree-sitter'], logLevel: 'error' });
  return (node, given) => {
    // Newer versions of Node can be told to compile at once, older ones do it in the background.
    const flags = ['--wasm-tiering-budget=100', ...(knows(node, '--wasm-sync-tier-up') ? ['--wasm-sync-tier-up'] : [])];
    const env = { ...process.env, NODE_PATH: join(__dirname, '..', '..', 'node_modules') };
    const { status, signal, stdout, stderr } = spawnSync(node, [...flags, script, ...given], { env, encoding: 'utf8', timeout: 300_000 });
    const said = JSON.parse(stdout || '{"mostMB":-1,"sameFlags":false}') as Pick<Outcome, 'mostMB' | 'sameFlags'>;
    return { status, signal, stderr: stderr.slice(0, 2_000), ...said };
  };
}

export const knows = (node: string, flag: string): boolean => spawnSync(node, [flag, '-e', '0']).status === 0;
