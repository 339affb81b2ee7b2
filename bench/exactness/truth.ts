/** Independent truth about definitions, from programs that know a language. No shell is involved. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface TrueDefinition {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly kind: string;
  /** Stands in a function. */
  readonly local?: boolean;
  /** Why facts are not meant to hold it. */
  readonly notAsked?: string;
  /** Why it does not count although facts could hold it. */
  readonly leftOut?: string;
}

export interface Truth {
  readonly by: string;
  readonly definitions: readonly TrueDefinition[];
  /** Files that the program could not read itself: nothing is said of them. */
  readonly unread: ReadonlySet<string>;
  /** Lines in branches of conditions that the program passed over. */
  readonly skipped?: (path: string, line: number) => boolean;
}

export interface TruthMaker {
  (paths: readonly string[]): Promise<Truth>;
}

interface Printed extends TrueDefinition {
  readonly parsed?: boolean;
  readonly skipped?: number;
}

/** What a program prints that parses files itself: JSON lines of definitions, of files with `parsed`, of lines that it `skipped`. */
export const printed =
  (by: string, command: string, options: () => readonly string[]): TruthMaker =>
  async (paths) => {
    const rows = (await run(command, options(), paths)).map((line) => JSON.parse(line) as Printed);
    const skipped = new Set(rows.filter((row) => row.skipped !== undefined).map((row) => `${row.path}:${row.skipped}`));
    return {
      by,
      definitions: rows.filter((row) => row.parsed === undefined && row.skipped === undefined),
      unread: new Set(rows.filter(({ parsed }) => parsed === false).map(({ path }) => path)),
      skipped: (path, line) => skipped.has(`${path}:${line}`),
    };
  };

/** Where the programs are that print so. */
export const SCRIPTS = join('bench', 'exactness');

/** Functions, methods and classes. */
export const pythonTruth = printed("Python's ast", 'python3', () => [join(SCRIPTS, 'definitions.py')]);
/** Everything that Go declares outside of functions, fields and methods of types included. */
export const goTruth = printed("Go's go/parser", 'go', () => ['run', join(SCRIPTS, 'definitions.go')]);
/** Classes, modules, methods, constants and attributes. */
export const rubyTruth = printed("Ruby's Ripper", 'ruby', () => [join(SCRIPTS, 'definitions.rb')]);

export interface CtagsOptions {
  /** Kinds switched on or off beside the usual ones. */
  readonly kinds?: string;
  readonly more?: readonly string[];
  /** Empties literals that ctags does not know and would read on in; lines stay where they are. */
  readonly blank?: (text: string) => string;
  /** Kinds of scopes that are functions. */
  readonly functions?: readonly string[];
}

/** Everything that universal-ctags tags of a language. */
export const ctagsTruth =
  (language: string, { kinds, more = [], blank, functions = [] }: CtagsOptions = {}): TruthMaker =>
  async (paths) => {
    const options = ['--options=NONE', '--output-format=json', '--fields=+nK-P', '--sort=no', `--languages=${language}`, ...more];
    if (kinds) options.push(`--kinds-${language}=${kinds}`);
    const copies = blank ? copyBlanked(paths, blank) : undefined;
    try {
      // Files that end otherwise than ctags expects are of the language all the same.
      const lines = await run('ctags', [...options, `--language-force=${language}`, '-f', '-', '-L', '-'], copies ? [...copies.originals.keys()] : paths);
      const definitions = lines.flatMap((line): TrueDefinition[] => {
        const { _type, path, name, line: at, kind, scopeKind = '' } = JSON.parse(line) as TrueDefinition & { _type: string; scopeKind?: string };
        const local = functions.includes(scopeKind);
        return _type === 'tag' ? [{ path: copies?.originals.get(path) ?? path, name, line: at, kind, local }] : [];
      });
      return { by: 'universal-ctags', definitions, unread: new Set() };
    } finally {
      if (copies) rmSync(copies.folder, { recursive: true });
    }
  };

function copyBlanked(paths: readonly string[], blank: (text: string) => string): { folder: string; originals: Map<string, string> } {
  const folder = mkdtempSync(join(tmpdir(), 'exactness-'));
  const originals = new Map<string, string>();
  paths.forEach((path, index) => {
    mkdirSync(join(folder, String(index)));
    const copy = join(folder, String(index), basename(path));
    writeFileSync(copy, blank(readFileSync(path, 'utf8')));
    originals.set(copy, path);
  });
  return { folder, originals };
}

/** Lines that a program prints when it reads `input` line by line. Rejects when it fails. */
function run(command: string, options: readonly string[], input: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', (error) => reject(new Error(`${command} is needed and does not start: ${error.message}`)));
    child.on('close', (code) => {
      if (code === 0) resolve(output.split('\n').filter((line) => line !== ''));
      else reject(new Error(`${command} ended with ${code}: ${errors.slice(0, 500)}`));
    });
    child.stdin.end(`${input.join('\n')}\n`);
  });
}
