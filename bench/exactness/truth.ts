/** Independent truth about definitions, from programs that know a language. No shell is involved. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface TrueDefinition {
  readonly path: string;
  readonly name: string;
  readonly line: number;
  readonly kind: string;
}

export interface Truth {
  readonly by: string;
  readonly definitions: readonly TrueDefinition[];
  /** Files that the program could not read itself: nothing is said of them. */
  readonly unread: ReadonlySet<string>;
}

export interface TruthMaker {
  (paths: readonly string[]): Promise<Truth>;
}

/** Functions, methods and classes by Python's `ast`. */
export const pythonTruth: TruthMaker = async (paths) => {
  const lines = await run('python3', [join('bench', 'exactness', 'definitions.py')], paths);
  const rows = lines.map((line) => JSON.parse(line) as TrueDefinition & { parsed?: boolean });
  return {
    by: "Python's ast",
    definitions: rows.filter(({ parsed }) => parsed === undefined),
    unread: new Set(rows.filter(({ parsed }) => parsed === false).map(({ path }) => path)),
  };
};

/** Everything that universal-ctags tags of a language, with the given kinds switched on beside its usual ones. */
export const ctagsTruth =
  (language: string, kinds = ''): TruthMaker =>
  async (paths) => {
    const options = ['--options=NONE', '--output-format=json', '--fields=+nK-P', '--sort=no', `--languages=${language}`];
    if (kinds) options.push(`--kinds-${language}=${kinds}`);
    // Files that end otherwise than ctags expects are of the language all the same.
    const lines = await run('ctags', [...options, `--language-force=${language}`, '-f', '-', '-L', '-'], paths);
    const definitions = lines.flatMap((line): TrueDefinition[] => {
      const { _type, path, name, line: at, kind } = JSON.parse(line) as TrueDefinition & { _type: string };
      return _type === 'tag' ? [{ path, name, line: at, kind }] : [];
    });
    return { by: 'universal-ctags', definitions, unread: new Set() };
  };

/** Lines that a program prints when it reads `input` line by line. Rejects when it fails. */
function run(command: string, options: readonly string[], input: readonly string[]): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, options, { stdio: ['pipe', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output.split('\n').filter((line) => line !== ''));
      else reject(new Error(`${command} ended with ${code}: ${errors.slice(0, 500)}`));
    });
    child.stdin.end(`${input.join('\n')}\n`);
  });
}
