/** The golden folders: `<case>/input.<ending>` is parsed and must give `<case>/expected.json`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileFacts } from '../../src/kernel';
import { forEachReference, parseFile } from '../../src/parse';
import { fingerprintsOf } from '../../src/similar';

export interface GoldenCase {
  readonly name: string;
  readonly input: string;
  readonly expected: string;
}

export function listCases(folder: string): GoldenCase[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const input = readdirSync(join(folder, name)).find((file) => file.startsWith('input.'));
      if (!input) throw new Error(`test/golden/${name} has no input file`);
      return { name, input: join(folder, name, input), expected: join(folder, name, 'expected.json') };
    });
}

/** What the parser makes of the input now, in the form that expected.json keeps: one line per fact. */
export async function actualOf({ name, input }: GoldenCase): Promise<string> {
  const text = readFileSync(input, 'utf8');
  const path = `${name}/${input.slice(input.lastIndexOf('input.'))}`;
  const facts = await parseFile({ path, text, hash: 'sha256', size: text.length, invalidUtf8: false });
  const readable = { ...facts, symbols: facts.symbols.map(withoutEmpty), references: usesOf(facts), fingerprints: shapesOf(facts) };
  const rows = Object.entries(readable).filter(([, value]) => value !== undefined).map(([key, value]) => `  ${JSON.stringify(key)}: ${render(value)}`);
  return `{\n${rows.join(',\n')}\n}\n`;
}

/** Fields that say nothing would drown those that do. */
function withoutEmpty(fact: object): object {
  return Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0)));
}

/** `3:7 call router.match in SmartRouter.add`, one per use. */
function usesOf(facts: FileFacts): string[] {
  const uses: string[] = [];
  forEachReference(facts.references, ({ line, column, kind, receiver, name, symbol }) => {
    const around = facts.symbols[symbol]?.qualifiedName;
    uses.push(`${line}:${column} ${kind} ${receiver === undefined ? '' : `${receiver}.`}${name}${around === undefined ? '' : ` in ${around}`}`);
  });
  return uses;
}

/** `SmartRouter.add: 44 nodes, tree 1f2e3d4c`, one per definition that is large enough. */
function shapesOf({ fingerprints, symbols }: FileFacts): string[] | undefined {
  return fingerprints && fingerprintsOf(fingerprints).map(({ symbol, size, tree }) => `${symbols[symbol]!.qualifiedName}: ${size} nodes, tree ${tree.toString(16).padStart(8, '0')}`);
}

function render(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return JSON.stringify(value);
  return `[\n${value.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
}

/** Writes what the parser makes now as what is expected; returns the names of the cases that changed. */
export async function acceptAll(folder: string): Promise<string[]> {
  const changed: string[] = [];
  for (const one of listCases(folder)) {
    const actual = await actualOf(one);
    if (actual === expectedOf(one)) continue;
    writeFileSync(one.expected, actual);
    changed.push(one.name);
  }
  return changed;
}

export function expectedOf({ expected }: GoldenCase): string {
  try {
    return readFileSync(expected, 'utf8');
  } catch {
    return '';
  }
}
