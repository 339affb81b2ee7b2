/** One package as a tree to be searched, and the questions about it. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GoldSymbol, Suite } from '../cases';
import { openService } from '../exactness/service';
import { declarationsOf, type Declared } from './declarations';
import { cacheFolder, fetchPackage } from '../packages';
import { listSources } from './packages';
import { askCallers, askDefinitions, askIntentions, askLines, askTraces, documented, type Kind, type Question } from './questions';

export interface PackageSuites {
  readonly name: string;
  readonly files: number;
  readonly structural: Suite;
  readonly intention: Suite;
  readonly kinds: ReadonlyMap<string, Kind>;
}

/** Questions of each kind for one package. */
export const PER_KIND = { definition: 24, line: 12, trace: 12, callers: 8, intention: 45 } as const;

export function buildSuites(spec: string): PackageSuites {
  const { root, paths, all } = writeTree(spec);
  const structural = [
    ...askDefinitions(all, PER_KIND.definition),
    ...askLines(all, PER_KIND.line),
    ...askTraces(all, PER_KIND.trace),
    ...askCallers(all, PER_KIND.callers, callersIn(root, paths, all)),
  ];
  const intention = askIntentions(all, PER_KIND.intention);
  const kinds = new Map([...structural, ...intention].map((question, at) => [idOf(spec, question, at), question.kind]));
  return {
    name: spec,
    files: paths.length,
    structural: { name: spec, root, cases: structural.map((question, at) => toCase(spec, question, at)) },
    intention: { name: spec, root, cases: intention.map((question, at) => toCase(spec, question, structural.length + at)) },
    kinds,
  };
}

/** The intentions alone: callers take long to look up. */
export function buildIntention(spec: string): Suite {
  const { root, all } = writeTree(spec);
  return { name: spec, root, cases: askIntentions(all, PER_KIND.intention).map((question, at) => toCase(spec, question, at)) };
}

/** The package's files without the comments that are asked for, and what they declare. */
function writeTree(spec: string): { root: string; paths: string[]; all: Declared[] } {
  const from = fetchPackage(spec);
  const paths = listSources(from);
  const root = join(cacheFolder(), 'trees', spec.replace(/[/@]/g, '_'));
  rmSync(root, { recursive: true, force: true });
  const texts = new Map(paths.map((path) => [path, readFileSync(join(from, path), 'utf8')]));
  const all = [...texts].flatMap(([path, text]) => declarationsOf(path, text));
  const removed = byFile(documented(all));
  for (const [path, text] of texts) write(root, path, withoutDocs(text, removed.get(path) ?? []));
  return { root, paths, all };
}

const idOf = (spec: string, { kind }: Question, at: number): string => `${spec} ${kind} ${at}`;

function toCase(spec: string, question: Question, at: number): Suite['cases'][number] {
  const gold = question.gold.map(({ file, start, end }) => ({ file, start, end }));
  return { id: idOf(spec, question, at), query: question.query, gold_files: [...new Set(gold.map(({ file }) => file))], gold_symbols: gold, leaksName: question.kind !== 'intention' };
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Blank lines keep the numbers of all others. */
function withoutDocs(text: string, declared: readonly Declared[]): string {
  const lines = text.split('\n');
  for (const { start, end } of declared.flatMap(({ docs }) => docs)) for (let line = start; line <= end; line += 1) lines[line - 1] = '';
  return lines.join('\n');
}

/** The declarations around the calls that the language service finds. */
function callersIn(root: string, paths: readonly string[], all: readonly Declared[]) {
  const service = openService(root, paths);
  const declared = byFile(all);
  return ({ file, line, column }: Declared): GoldSymbol[] => {
    const places = service.references(file, line, column).filter(({ role, syntax }) => role === 'use' && syntax === 'CallExpression');
    const callers = places.flatMap(({ place }) => {
      const [path = '', at = '0'] = place.split(':');
      const around = (declared.get(path) ?? []).filter(({ start, end, callable }) => callable && start <= Number(at) && end >= Number(at));
      return around.length > 0 ? [{ file: path, start: Number(at), end: Number(at) }] : [];
    });
    return callers;
  };
}

function byFile(all: readonly Declared[]): Map<string, Declared[]> {
  const files = new Map<string, Declared[]>();
  for (const each of all) {
    const own = files.get(each.file);
    if (own) own.push(each);
    else files.set(each.file, [each]);
  }
  return files;
}
