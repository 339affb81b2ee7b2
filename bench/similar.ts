/**
 * How well like code is found, and what that costs.
 *
 *   npm run bench -- similar [--tree DIR --language typescript|python|go]... [--clones N] [--seed N]
 *
 * Clones of real functions are made (bench/similar/mutate.ts) and looked for as pasted code; what is returned is
 * judged by token sequences (bench/similar/judge.ts). Without arguments: the sources of this repository.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findDuplicates, type CodeView } from '../src/analyze';
import type { FileFacts } from '../src/kernel';
import { languageOf, parseFile, parseSnippet } from '../src/parse';
import { createSimilarIndex, fingerprintsOf, type Print, type SimilarIndex } from '../src/similar';
import { percentile } from './measures';
import { writeResults } from './results';
import { tokenSimilarity, tokensOf } from './similar/judge';
import { CLONE_TYPES, createMutator, type CloneType, type Wrapping } from './similar/mutate';
import { fixed, printTable } from './table';

const PLAIN: Wrapping = { before: '', after: '' };
const LANGUAGES: Readonly<Record<string, { readonly grammar: string; readonly comment: string; readonly kinds: readonly string[]; readonly wrapping: Wrapping }>> = {
  typescript: { grammar: 'typescript', comment: '//', kinds: ['method'], wrapping: { before: 'class A {\n', after: '\n}' } },
  python: { grammar: 'python', comment: '#', kinds: ['function', 'method'], wrapping: PLAIN },
  go: { grammar: 'go', comment: '//', kinds: ['function', 'method'], wrapping: { before: 'package a\n', after: '\n' } },
};
const SIMILARITY = 0.7;
/** From here on the judge holds two codes for clones. */
const CONFIRMED = 0.7;
const SIZE_MIN = 40;
const ROUNDS = 3;
const SCALE = 10_000;

interface Loaded {
  readonly files: { readonly id: number; readonly path: string; readonly facts: FileFacts }[];
  readonly texts: string[];
  readonly index: SimilarIndex;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { tree: { type: 'string', multiple: true }, language: { type: 'string', multiple: true }, clones: { type: 'string' }, seed: { type: 'string' } },
  });
  const trees = values.tree ?? ['src'];
  const results = [];
  for (const [at, tree] of trees.entries()) results.push(await measureTree(resolve(tree), values.language?.[at] ?? 'typescript', Number(values.clones ?? 150), Number(values.seed ?? 1)));
  writeResults('similar', results);
}

async function measureTree(tree: string, language: string, count: number, seed: number): Promise<object> {
  const settings = LANGUAGES[language];
  if (!settings) throw new Error(`--language is one of ${Object.keys(LANGUAGES).join(', ')}`);
  const paths = readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((path) => languageOf(path) === language && !/(^|\/)(\.git|node_modules)\/|\.d\.ts$/.test(path) && statSync(join(tree, path)).isFile() && statSync(join(tree, path)).size < 2_000_000)
    .sort();
  const texts = paths.map((path) => readFileSync(join(tree, path), 'utf8'));
  const cost = await measureCost(paths, texts);
  const loaded = await load(paths, texts);
  console.log(`\n${language}: ${paths.length} files, ${fixed(cost.megabytes, 1)} MB, ${cost.definitions} definitions with fingerprints`);
  const found = await measureClones(loaded, language, count, seed);
  const speed = await measureSpeed(loaded, seed);
  printTable(
    ['facts', 'CPU s without', 'with', 'cost', 'bytes each'],
    [[language, fixed(cost.without, 2), fixed(cost.with, 2), `${fixed(100 * (cost.with / cost.without - 1), 0)} %`, fixed(cost.bytes, 0)]],
  );
  printTable(
    ['questions', 'definitions', 'index ms', 'like one, p50 ms', 'p95', 'all compared, p50', 'duplicates ms'],
    speed.map((row) => [row.name, String(row.definitions), fixed(row.build, 0), fixed(row.p50), fixed(row.p95), fixed(row.scan), fixed(row.duplicates, 0)]),
  );
  return { tree, language, cost, found, speed };
}

async function load(paths: readonly string[], texts: string[]): Promise<Loaded> {
  const index = createSimilarIndex();
  const files = [];
  for (const [id, path] of paths.entries()) {
    const facts = await parseFile(contentOf(path, texts[id]!));
    files.push({ id, path, facts });
    index.addFile(id, facts.fingerprints);
  }
  return { files, texts, index };
}

const contentOf = (path: string, text: string) => ({ path, text, hash: '', size: text.length, invalidUtf8: false });

/** CPU seconds for all facts with and without fingerprints, least of interleaved rounds. */
async function measureCost(paths: readonly string[], texts: readonly string[]) {
  const least = { with: Infinity, without: Infinity };
  let definitions = 0;
  let bytes = 0;
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const way of ['without', 'with'] as const) {
      const before = process.cpuUsage();
      [definitions, bytes] = [0, 0];
      for (const [at, path] of paths.entries()) {
        const { fingerprints } = await parseFile(contentOf(path, texts[at]!), { fingerprints: way === 'with' });
        definitions += (fingerprints?.rows.length ?? 0) / 4;
        bytes += (fingerprints?.rows.byteLength ?? 0) + (fingerprints?.sketches.byteLength ?? 0);
      }
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (round > 0) least[way] = Math.min(least[way], (user + system) / 1e6);
    }
  }
  return { ...least, definitions, bytes: bytes / Math.max(1, definitions), megabytes: texts.reduce((sum, text) => sum + text.length, 0) / 1e6 };
}

async function measureClones({ files, texts, index }: Loaded, language: string, count: number, seed: number): Promise<object[]> {
  const { grammar, comment, kinds, wrapping } = LANGUAGES[language]!;
  const random = createRandom(seed);
  const codeOf = ({ file, symbol }: Pick<Print, 'file' | 'symbol'>): string => {
    const { startLine, endLine } = files[file]!.facts.symbols[symbol]!;
    const lines = texts[file]!.split('\n').slice(startLine - 1, endLine);
    const indent = /^\s*/.exec(lines[0]!)![0];
    return lines.map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n');
  };
  const seeds = shuffled(index.prints().filter(({ file, symbol, size }) => size >= SIZE_MIN && (kinds.includes(files[file]!.facts.symbols[symbol]!.kind) || wrapping === PLAIN)), random);
  const mutator = await createMutator(require.resolve(`tree-sitter-wasms/out/tree-sitter-${grammar}.wasm`), comment, wrapping, seeds.slice(-200).map(codeOf));
  const rows: { type: CloneType; clones: number; found: number; first: number; similarity: number; returned: number; confirmed: number }[] = [];
  for (const type of CLONE_TYPES) {
    const row = { type, clones: 0, found: 0, first: 0, similarity: 0, returned: 0, confirmed: 0 };
    rows.push(row);
    for (const seedPrint of seeds) {
      if (row.clones >= count) break;
      const clone = mutator.clone(codeOf(seedPrint), type, random);
      if (clone === undefined) continue;
      const { fingerprint } = await parseSnippet(clone, language);
      row.clones += 1;
      if (!fingerprint) continue;
      const near = index.near(fingerprintsOf(fingerprint)[0]!, SIMILARITY).sort((a, b) => b.similarity - a.similarity);
      const origin = near.find(({ print }) => print.file === seedPrint.file && print.symbol === seedPrint.symbol);
      if (origin) row.found += 1;
      if (origin && origin.similarity === near[0]!.similarity) row.first += 1;
      row.similarity += origin?.similarity ?? 0;
      const tokens = tokensOf(clone, comment);
      for (const { print } of near.slice(0, 20)) {
        row.returned += 1;
        if (tokenSimilarity(tokens, tokensOf(codeOf(print), comment)) >= CONFIRMED) row.confirmed += 1;
      }
    }
  }
  printTable(
    ['clones of type', 'number', 'recall', 'in first place', 'mean similarity', 'returned', 'precision'],
    rows.map((row) => [row.type, String(row.clones), fixed(row.found / row.clones), fixed(row.first / row.clones), fixed(row.similarity / Math.max(1, row.found), 2), String(row.returned), fixed(row.confirmed / row.returned)]),
  );
  return rows;
}

/** The workspace as it is, and grown to 10,000 definitions by variants of its own. */
async function measureSpeed({ files, index }: Loaded, seed: number) {
  const random = createRandom(seed);
  const prints = index.prints();
  const grown = createSimilarIndex();
  for (let at = 0; at * prints.length < SCALE && prints.length > 0; at += 1) {
    for (const { facts, id } of files) {
      const { fingerprints } = facts;
      if (!fingerprints) continue;
      const sketches = at === 0 ? fingerprints.sketches : fingerprints.sketches.map((word) => (random() < 0.5 ? Math.floor(random() * 2 ** 32) : word));
      const rows = at === 0 ? fingerprints.rows : fingerprints.rows.map((value, column) => (column % 4 === 2 ? value + at : value));
      grown.addFile(at * files.length + id, { rows, sketches });
    }
  }
  return [await measureIndex('as it is', index, files, random), await measureIndex('grown', grown, files, random)];
}

async function measureIndex(name: string, index: SimilarIndex, files: Loaded['files'], random: () => number) {
  const build = timed(() => index.prints());
  const prints = index.prints();
  const sample = shuffled(prints, random).slice(0, 500);
  for (const print of sample) index.near(print, SIMILARITY);
  const times = sample.map((print) => timed(() => index.near(print, SIMILARITY)));
  const scans = sample.slice(0, 100).map((print) => timed(() => index.near(print, 0.3)));
  const view = { similar: index, fileOf: ({ file }: { file: number }) => files[file % files.length] } as unknown as CodeView;
  const started = performance.now();
  await findDuplicates(view);
  const duplicates = performance.now() - started;
  return { name, definitions: prints.length, build, p50: percentile(times, 0.5), p95: percentile(times, 0.95), scan: percentile(scans, 0.5), duplicates };
}

function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** Mulberry32 (Tommy Ettinger, public domain): the same numbers for the same seed. */
function createRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b_79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list.map((value) => ({ value, key: random() })).sort((a, b) => a.key - b.key).map(({ value }) => value);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
