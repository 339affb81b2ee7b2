/** The golden folders: `<case>/input.<ending>` is parsed and must give `<case>/expected.json`. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile } from '../../src/parse';

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
  const rows = Object.entries(facts).map(([key, value]) => `  ${JSON.stringify(key)}: ${render(value)}`);
  return `{\n${rows.join(',\n')}\n}\n`;
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
