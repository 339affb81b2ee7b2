/**
 * References against the language service: of symbols drawn at random, the uses that the index calls
 * exact, by names alone and with what the type checker's thread says; and the exact answers themselves.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createChecker, type CheckedWorkspace, type CheckQuestion, type CheckReply, type CheckTask } from '../../src/checker';
import { createCodeGraph, createSymbolTable, type CodeGraph, type Definition, type GraphFile } from '../../src/graph';
import { parseFile } from '../../src/parse';
import { createPool } from '../../src/pool';
import { openService, type TrueService } from './service';

export interface ReferencesOptions {
  readonly tree: string;
  readonly samples: number;
  readonly seed: number;
  readonly heapMb: number;
}

export interface Score {
  truth: number;
  claimed: number;
  right: number;
}

export interface ReferencesResult {
  readonly tree: string;
  readonly files: number;
  readonly samples: number;
  readonly byNames: Score;
  readonly byTypes: Score;
  readonly byKind: Readonly<Record<string, Score & { symbols: number }>>;
  /** What of the language service's answers does not count as use. */
  readonly leftOut: Readonly<Record<string, number>>;
  /** Syntax → number and examples, of what only one side has. */
  readonly missed: Readonly<Record<string, string[]>>;
  readonly extra: Readonly<Record<string, string[]>>;
  /** Exact answers equal to those of the service, all roles. */
  readonly equalAnswers: number;
  readonly unequal: readonly string[];
  readonly indexMs: readonly number[];
  readonly exactMs: readonly number[];
  readonly settleMs: readonly number[];
  readonly loadMs: number;
  /** Working types out in advance, which the engine does while nobody asks. */
  readonly warmMs: number;
  readonly heapBytes: number;
  readonly heapLimit: number;
}

const SOURCES = /\.[cm]?[jt]sx?$/;
const PROJECTS = /(?:^|\/)(?:package|[jt]sconfig[\w.]*)\.json$/;

export async function measureReferences({ tree, samples, seed, heapMb }: ReferencesOptions): Promise<ReferencesResult> {
  const root = resolve(tree);
  const paths = listFiles(root);
  const { graph, files } = await buildGraph(root, paths);
  const pool = createPool<CheckTask, CheckReply>({
    filename: resolve('dist/engine.js'), name: 'checkTask', threads: 1, bulkThreads: 1, taskTimeoutMs: 300_000, maxQueue: 10, heapMb,
  });
  try {
    const checker = createChecker({ pool: () => pool });
    const workspace = workspaceOf(root, files);
    const roots = paths.filter((path) => SOURCES.test(path));
    const ask = (question: CheckQuestion) => checker.ask(workspace, roots, question);
    const { state } = await ask({ kind: 'meaning', places: [], budgetMs: 1 });
    const warmMs: number[] = [];
    await timed(warmMs, () => warmUp(ask));
    const service = openService(root, roots);
    const drawn = draw(definitionsOf(files), samples, seed);
    const result = await judge(graph, files, service, ask, drawn);
    return { tree: root.split('/').slice(-1)[0]!, files: roots.length, samples: drawn.length, ...result, loadMs: state.loadMs, warmMs: warmMs[0]!, heapBytes: checker.state()!.heapBytes, heapLimit: state.heapLimit };
  } finally {
    await pool.close();
  }
}

type Judged = Omit<ReferencesResult, 'tree' | 'files' | 'samples' | 'loadMs' | 'warmMs' | 'heapBytes' | 'heapLimit'>;
type Ask = (question: CheckQuestion) => Promise<Extract<CheckReply, { status: 'answered' }>>;

async function warmUp(ask: Ask): Promise<void> {
  for (let complete = false; !complete; ) ({ complete } = await ask({ kind: 'warm', budgetMs: 1_000 }));
}

async function judge(graph: CodeGraph, files: ReadonlyMap<number, GraphFile>, service: TrueService, ask: Ask, drawn: readonly Definition[]): Promise<Judged> {
  const byNames: Score = { truth: 0, claimed: 0, right: 0 };
  const byTypes: Score = { truth: 0, claimed: 0, right: 0 };
  const byKind: Record<string, Score & { symbols: number }> = {};
  const leftOut: Record<string, number> = {};
  const missed: Record<string, string[]> = {};
  const extra: Record<string, string[]> = {};
  const unequal: string[] = [];
  const indexMs: number[] = [];
  const exactMs: number[] = [];
  const settleMs: number[] = [];
  const answers: { definition: Definition; truth: ReadonlySet<string> }[] = [];
  for (const definition of drawn) {
    const { path } = files.get(definition.file)!;
    const { nameLine: line, nameColumn: column, qualifiedName } = definition.symbol;
    const found = service.references(path, line, column);
    for (const { role } of found) if (role !== 'use') leftOut[role] = (leftOut[role] ?? 0) + 1;
    const truth = new Set(found.filter(({ role }) => role === 'use').map(({ place }) => place));
    answers.push({ definition, truth });
    count(byNames, truth, exactUses(graph, definition));
    const reply = await timed(exactMs, () => ask({ kind: 'references', place: { path, line, column } }));
    const own = new Set(reply.references.map((each) => `${each.path}:${each.line}:${each.column}`));
    if (own.size !== found.length || found.some(({ place }) => !own.has(place))) unequal.push(`${path}#${qualifiedName}`);
  }
  for (const { definition } of answers) await timed(settleMs, () => settle(graph, ask, definition));
  for (const { definition, truth } of answers) {
    const claimed = await timed(indexMs, async () => exactUses(graph, definition));
    const { symbol } = definition;
    const kind = symbol.parent < 0 ? symbol.kind : `${symbol.kind} (inner)`;
    const ofKind = (byKind[kind] ??= { symbols: 0, truth: 0, claimed: 0, right: 0 });
    ofKind.symbols += 1;
    count(ofKind, truth, claimed);
    count(byTypes, truth, claimed);
    for (const place of truth) if (!claimed.has(place)) (missed[service.syntaxAt(place)] ??= []).push(`${symbol.qualifiedName} at ${place}`);
    for (const place of claimed) if (!truth.has(place)) (extra[service.syntaxAt(place)] ??= []).push(`${symbol.qualifiedName} at ${place}`);
  }
  return { byNames, byTypes, byKind, leftOut, missed, extra, equalAnswers: drawn.length - unequal.length, unequal, indexMs, exactMs, settleMs };
}

async function settle(graph: CodeGraph, ask: Ask, definition: Definition): Promise<void> {
  const questions = graph.questionsAbout(definition);
  if (questions.length === 0) return;
  const version = graph.version();
  const places = questions.map(({ file, at, line, column, key }) => ({ path: file.path, at, line, column, key }));
  const { meanings, imports } = await ask({ kind: 'meaning', places, budgetMs: 60_000 });
  graph.learn({ version, answers: meanings, imports });
}

function exactUses(graph: CodeGraph, definition: Definition): ReadonlySet<string> {
  const uses = graph.usesOf(definition, { beside: true }).filter(({ certainty }) => certainty === 'exact');
  return new Set(uses.map(({ file, line, column }) => `${file.path}:${line}:${column}`));
}

function count(score: Score, truth: ReadonlySet<string>, claimed: ReadonlySet<string>): void {
  score.truth += truth.size;
  score.claimed += claimed.size;
  for (const place of claimed) if (truth.has(place)) score.right += 1;
}

async function timed<T>(into: number[], work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const result = await work();
  into.push(performance.now() - startedAt);
  return result;
}

function listFiles(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => (SOURCES.test(path) || PROJECTS.test(path)) && !/(?:^|\/)(?:node_modules|dist)\//.test(path))
    .sort();
}

async function buildGraph(root: string, paths: readonly string[]): Promise<{ graph: CodeGraph; files: Map<number, GraphFile> }> {
  const byPath = new Map<string, GraphFile>();
  const files = new Map<number, GraphFile>();
  const symbols = createSymbolTable();
  const graph = createCodeGraph({ file: (path) => byPath.get(path), fileById: (id) => files.get(id), files: () => byPath.values() }, symbols);
  for (const [id, path] of paths.entries()) {
    const bytes = readFileSync(join(root, path));
    const hash = createHash('sha256').update(bytes).digest('hex');
    const facts = await parseFile({ path, text: bytes.toString('utf8').replace(/^\uFEFF/, ''), hash, size: bytes.length, invalidUtf8: false });
    const file: GraphFile = { id, path, facts };
    byPath.set(path, file);
    files.set(id, file);
    symbols.addFile(id, facts);
    graph.addFile(id, facts);
  }
  return { graph, files };
}

function workspaceOf(root: string, files: ReadonlyMap<number, GraphFile>): CheckedWorkspace {
  const all = [...files.values()].map(({ path, facts }) => ({ path, hash: facts.hash, project: facts.project }));
  return {
    key: root,
    revision: '1',
    universe: () => ({
      source: { kind: 'directory', root, maxFileBytes: 10_000_000 },
      files: all.filter(({ path }) => SOURCES.test(path)),
      projects: all.flatMap(({ path, hash, project }) => (project ? [{ file: { path, hash }, facts: project }] : [])),
    }),
  };
}

/** Everything with a name of its own: constructors are used by their class, unnamed defaults by their module. */
function definitionsOf(files: ReadonlyMap<number, GraphFile>): Definition[] {
  return [...files.values()].flatMap(({ id, path, facts }) =>
    !SOURCES.test(path) ? [] : facts.symbols.flatMap((symbol, index) => (symbol.kind === 'constructor' || symbol.name === 'default' ? [] : [{ file: id, index, symbol }])),
  );
}

/** Without putting back, by a linear congruential generator: the same seed draws the same. */
function draw(all: readonly Definition[], samples: number, seed: number): Definition[] {
  const left = [...all];
  const drawn: Definition[] = [];
  let state = seed;
  while (drawn.length < samples && left.length > 0) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    drawn.push(...left.splice(Math.floor((state / 0x80000000) * left.length), 1));
  }
  return drawn;
}
