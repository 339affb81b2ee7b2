/**
 * Cold facts of TypeScript files beside other ways to read them, each in a process of its own, from
 * before its library loads to the last file; rounds take turns, so that a busy machine hits all alike.
 *
 *   npm run bench -- parse [--tree DIR]… [--package NAME@VERSION]… [--rounds 3] [--only NAME]…
 */
import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { peakMemory } from '../src/cli/peak-memory';
import { compilerWalk, ctags, fetchOxc, oxc, tsMorphGetters, type Contender } from './parsing/contenders';
import { fetchPackage } from './packages';
import { FEW_PACKAGES, listSources } from './parsing/corpus';
import { facts } from './parsing/ours';
import { writeResults } from './results';
import { fixed, printTable } from './table';

interface Entry {
  readonly title: string;
  readonly run: Contender;
  /** Ours must be at least so many times as fast. */
  readonly goal?: number;
  readonly prepare?: () => void;
}

const OURS = 'facts';
const ENTRIES: Readonly<Record<string, Entry>> = {
  [OURS]: { title: 'ours: complete facts, analysis threads', run: facts(Math.min(2, availableParallelism())) },
  one: { title: 'ours: complete facts, one thread', run: facts(1) },
  getters: { title: '(a) ts-morph, its getters, forgetting', run: tsMorphGetters, goal: 3 },
  walk: { title: '(b) compiler, JSDoc, plain walk', run: compilerWalk, goal: 1 },
  ctags: { title: '(c) universal-ctags', run: ctags },
  oxc: { title: '(d) oxc-parser, tree walked', run: oxc, goal: 1, prepare: fetchOxc },
};

interface Measured {
  readonly ms: number;
  readonly cpuMs: number;
  readonly found: number;
  readonly rssMb: number;
}

const { values } = parseArgs({
  options: {
    tree: { type: 'string', multiple: true },
    package: { type: 'string', multiple: true },
    only: { type: 'string', multiple: true },
    rounds: { type: 'string', default: '3' },
    contender: { type: 'string' },
  },
});

async function measureHere(name: string): Promise<void> {
  const files = listSources(values.tree ?? []);
  const from = performance.now();
  const found = await ENTRIES[name]!.run(files);
  const ms = performance.now() - from;
  const { user, system } = process.cpuUsage();
  const measured: Measured = { ms, cpuMs: (user + system) / 1_000, found, rssMb: peakMemory() / 2 ** 20 };
  console.log(JSON.stringify(measured));
}

function measureApart(name: string, folders: readonly string[]): Measured | undefined {
  const options = ['--contender', name, ...folders.flatMap((folder) => ['--tree', folder])];
  const { status, stdout, stderr } = spawnSync(process.execPath, [process.argv[1]!, ...options], { encoding: 'utf8' });
  if (status === 0) return JSON.parse(stdout) as Measured;
  console.error(`${ENTRIES[name]!.title} failed: ${stderr.trim().split('\n').at(-1)}`);
  return undefined;
}

function main(): void {
  const packages = values.package ?? (values.tree ? [] : FEW_PACKAGES);
  const folders = [...(values.tree ?? []), ...packages.map(fetchPackage)];
  const files = listSources(folders);
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  console.log(`${files.length} files, ${fixed(megabytes, 1)} MB; ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`);
  const names = Object.keys(ENTRIES).filter((name) => !values.only || name === OURS || values.only.includes(name));
  for (const name of names) ENTRIES[name]!.prepare?.();
  const runs = new Map<string, Measured[]>(names.map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, all] of runs) {
      const measured = measureApart(name, folders);
      if (measured) all.push(measured);
    }
  }
  print(runs, files.length, megabytes);
}

function print(runs: ReadonlyMap<string, readonly Measured[]>, files: number, megabytes: number): void {
  const ours = runs.get(OURS) ?? [];
  const rows = [...runs].filter(([, all]) => all.length > 0).map(([name, all]) => {
    const ratio = median(all.map(({ ms }, round) => ms / (ours[round]?.ms ?? NaN)));
    const { title, goal } = ENTRIES[name]!;
    return {
      name, title, goal, ratio,
      ms: median(all.map(({ ms }) => ms)), cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
      rssMb: median(all.map(({ rssMb }) => rssMb)), found: all[0]!.found,
    };
  });
  printTable(
    ['cold, median of rounds', 'ms', 'files/s', 'MB/s', 'CPU ms', 'peak RSS MB', 'definitions', 'time of it / ours', 'goal'],
    rows.map(({ title, ms, cpuMs, rssMb, found, ratio, goal }) => [
      title, fixed(ms, 0), fixed((1_000 * files) / ms, 0), fixed((1_000 * megabytes) / ms, 1), fixed(cpuMs, 0), fixed(rssMb, 0),
      String(found), fixed(ratio, 2), goal === undefined ? '–' : `>= ${goal}`,
    ]),
  );
  writeResults('parse', { files, megabytes, rows });
}

const median = (all: readonly number[]): number => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? NaN;

if (values.contender) measureHere(values.contender).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
else main();
