/** Questions of known kind about declared code. */
import type { GoldSymbol } from '../cases';
import { seeded } from '../quality/bootstrap';
import type { Declared } from './declarations';

export type Kind = 'definition' | 'name' | 'file and line' | 'stack trace' | 'callers' | 'intention';

export interface Question {
  readonly kind: Kind;
  readonly query: string;
  readonly gold: readonly GoldSymbol[];
}

/** References of a declaration by the language service: path and line of each call, and the function it is in. */
export type CallersOf = (declared: Declared) => GoldSymbol[];

const NAME_MIN = 4;
const DEFINERS_MAX = 3;
const SENTENCE_WORDS = 5;
const TRACE_FRAMES = 3;

/** The same sample at every run. */
export function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = seeded(seed);
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ item }) => item);
}

/** All that share a name answer a question for it. */
export function askDefinitions(all: readonly Declared[], count: number): Question[] {
  const byName = new Map<string, Declared[]>();
  for (const each of all) byName.set(each.qualified, [...(byName.get(each.qualified) ?? []), each]);
  const clear = [...byName.values()].filter((same) => same.length <= DEFINERS_MAX && same[0]!.name.length >= NAME_MIN);
  const phrasings = [
    (name: string) => ['definition', `where is ${name} defined`] as const,
    (name: string) => ['name', name] as const,
    (name: string) => ['definition', `definition of \`${name}\``] as const,
  ];
  return sample(clear, count, 1).map((same, at) => {
    const [kind, query] = phrasings[at % phrasings.length]!(same[0]!.qualified);
    return { kind, query, gold: same };
  });
}

/** A line somewhere inside a function, as reports name it. */
export function askLines(all: readonly Declared[], count: number): Question[] {
  const random = seeded(2);
  return sample(all.filter(({ callable }) => callable), count, 2).map((declared) => {
    const line = declared.start + Math.floor(random() * (declared.end - declared.start + 1));
    return { kind: 'file and line', query: `${declared.file}:${line}`, gold: [{ file: declared.file, start: line, end: line }] };
  });
}

/** Traces as Node prints them, from a machine with other folders; the uppermost frame is the answer. */
export function askTraces(all: readonly Declared[], count: number): Question[] {
  const callable = all.filter((each) => each.callable);
  return sample(callable, count, 3).map((top, at) => {
    const others = sample(callable, TRACE_FRAMES - 1, 100 + at);
    const frames = [top, ...others].map(({ qualified, file, end }) => `    at ${qualified} (/app/build/${file}:${end}:5)`);
    return { kind: 'stack trace', query: ['TypeError: Cannot read properties of undefined', ...frames].join('\n'), gold: [{ file: top.file, start: top.end, end: top.end }] };
  });
}

export function askCallers(all: readonly Declared[], count: number, callersOf: CallersOf): Question[] {
  const questions: Question[] = [];
  const called = all.filter(({ callable, name, qualified }) => callable && name.length >= NAME_MIN && name === qualified && isOnly(name, all));
  for (const declared of sample(called, count * 6, 4)) {
    if (questions.length >= count) break;
    const gold = callersOf(declared);
    if (gold.length > 0 && gold.length <= 40) questions.push({ kind: 'callers', query: `who calls ${declared.name}?`, gold });
  }
  return questions;
}

const isOnly = (name: string, all: readonly Declared[]): boolean => all.filter((each) => each.name === name).length === 1;

/** The doc comment of a function, which the tree no longer has. Overloads of one name in a file are one answer. */
export function askIntentions(all: readonly Declared[], count: number): Question[] {
  const told = documented(all);
  const seen = new Map<string, number>();
  for (const { sentence } of told) seen.set(sentence, (seen.get(sentence) ?? 0) + 1);
  return sample(told.filter(({ sentence }) => seen.get(sentence) === 1), count, 5).map(({ sentence, file, qualified }) => ({
    kind: 'intention',
    query: sentence,
    gold: all.filter((each) => each.file === file && each.qualified === qualified),
  }));
}

/** Functions whose doc comment can be a question. */
export const documented = (all: readonly Declared[]): Declared[] =>
  all.filter(({ callable, sentence }) => callable && sentence.split(' ').length >= SENTENCE_WORDS);
