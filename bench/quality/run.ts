/** Runs every mode of the engine and every baseline on a suite's cases. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONCRETE_MODES, MODES, type ConcreteMode, type Mode, type QualityScore } from '../../src/kernel';
import { loadTokenizer } from '../../src/pack';
import { createBm25 } from '../baselines/bm25';
import { createMiniSearch } from '../baselines/minisearch';
import { builtIn, createTemplatePipeline, hashedTfIdf } from '../baselines/template';
import type { Baseline, Document } from '../baselines/words';
import type { Case, Suite } from '../cases';
import { loadEngine } from '../engine';
import { measure, type Measures, type Ranked, type TokensOf } from '../measures';

export interface Row {
  readonly suite: string;
  readonly system: string;
  readonly case: Case;
  readonly measures: Measures;
  readonly latencyMs?: number;
  /** What `automatic` picked. */
  readonly mode?: ConcreteMode;
  /** How sure the engine says it is, and whether its default pack holds what was needed. */
  readonly quality?: QualityScore;
  readonly packed?: boolean;
}

export const ENGINE_SYSTEMS = ['automatic', ...CONCRETE_MODES] as const satisfies readonly Mode[];
/** Structure and retrieval joined by places instead of by one ranking of all signals. */
export const RECIPROCAL = 'automatic, reciprocal ranks';
export const TEMPLATE = 'template pipeline, hashed TF-IDF';
const BASELINES: Readonly<Record<string, (documents: readonly Document[]) => Baseline>> = {
  BM25: createBm25,
  'MiniSearch defaults': createMiniSearch,
  [TEMPLATE]: (documents) => createTemplatePipeline(documents, hashedTfIdf),
  'template pipeline, built-in embedding': (documents) => createTemplatePipeline(documents, builtIn),
};
export const BASELINE_SYSTEMS = Object.keys(BASELINES);
const RESULTS = 100;

type BenchEngine = ReturnType<ReturnType<typeof loadEngine>['openEngine']>;

export async function runSuite(suite: Suite, modes: readonly Mode[], others: readonly string[]): Promise<Row[]> {
  const documents = listDocuments(suite.root);
  const tokensOf = await tokensIn(documents);
  const engine = loadEngine().openEngine({ inThread: false });
  try {
    await engine.syncIndex({ root: suite.root });
    const rows: Row[] = [];
    for (const mode of modes) for (const item of suite.cases) rows.push(await askEngine(engine, suite, item, mode, tokensOf));
    if (others.includes(RECIPROCAL)) for (const item of suite.cases) rows.push(await askByPlaces(engine, suite, item, tokensOf));
    const baselines = others.filter((name) => name !== RECIPROCAL);
    return [...rows, ...baselines.flatMap((name) => runBaseline(name, suite, documents, tokensOf))];
  } finally {
    await engine.close();
  }
}

async function askEngine(engine: BenchEngine, suite: Suite, item: Case, mode: Mode, tokensOf: TokensOf): Promise<Row> {
  const { root, name } = suite;
  const request = { root, query: item.query, mode, refresh: 'none' } as const;
  const answer = await engine.search({ ...request, limit: RESULTS });
  const row = { suite: name, system: mode, case: item, measures: measure(answer.results, item, tokensOf), latencyMs: answer.latencyMs };
  if (mode !== 'automatic') return row;
  const { items, quality } = await engine.getContext(request);
  return { ...row, mode: answer.mode.mode, quality, packed: isPacked(items, item) };
}

async function askByPlaces(engine: BenchEngine, { root, name }: Suite, item: Case, tokensOf: TokensOf): Promise<Row> {
  const settings = { hybrid_mode: { fusion: 'reciprocal_ranks' } };
  const { results, latencyMs } = await engine.search({ root, query: item.query, mode: 'automatic', refresh: 'none', limit: RESULTS, settings });
  return { suite: name, system: RECIPROCAL, case: item, measures: measure(results, item, tokensOf), latencyMs };
}

/** Whether the pack overlaps a gold symbol; where the case has none, whether it holds a gold file. */
export function isPacked(items: readonly Ranked[], { gold_files, gold_symbols }: Case): boolean {
  if (gold_symbols.length === 0) return items.some(({ path }) => gold_files.includes(path));
  return items.some(({ path, startLine, endLine }) =>
    gold_symbols.some(({ file, start, end }) => file === path && start <= endLine && end >= startLine),
  );
}

function runBaseline(name: string, suite: Suite, documents: readonly Document[], tokensOf: TokensOf): Row[] {
  const rank = BASELINES[name]!(documents);
  return suite.cases.map((item) => ({ suite: suite.name, system: name, case: item, measures: measure(rank(item.query), item, tokensOf) }));
}

/** All text files of the tree. The trees of published cases hold nothing else than candidates. */
export function listDocuments(root: string): Document[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Counts as the packer does; each range once. */
async function tokensIn(documents: readonly Document[]): Promise<TokensOf> {
  const count = await loadTokenizer();
  const lines = new Map(documents.map(({ path, text }) => [path, text.split('\n')]));
  const known = new Map<string, number>();
  return ({ path, startLine, endLine }) => {
    const key = `${path}:${startLine}-${endLine}`;
    let tokens = known.get(key);
    if (tokens === undefined) {
      const text = (lines.get(path) ?? []).slice(startLine - 1, endLine).join('\n');
      // A text this long fits no budget, and counting it takes its time.
      tokens = text.length > 200_000 ? Infinity : count(text);
      known.set(key, tokens);
    }
    return tokens;
  };
}

export function checkModes(modes: readonly string[]): Mode[] {
  for (const mode of modes) if (!(MODES as readonly string[]).includes(mode)) throw new Error(`Unknown mode "${mode}". Modes: ${MODES.join(', ')}.`);
  return modes as Mode[];
}
