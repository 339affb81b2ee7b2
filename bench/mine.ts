/**
 * Makes retrieval cases out of any repository's history, in the format that `bench:quality` reads, so that
 * anyone can measure repositories that nothing here was fitted on:
 *
 *   git clone --bare https://github.com/OWNER/NAME NAME.git
 *   npm run bench -- mine --git NAME.git --out FOLDER [--name NAME] [--cases 80] [--distance 400] [--base COMMIT] [--head COMMIT]
 *   npm run bench:quality -- --cases FOLDER/NAME.jsonl --tree FOLDER/NAME
 *
 * The snapshot lies `--distance` first parents before the head (half of the history, if that is shorter), or
 * is `--base`. The same repository, base and head always give the same cases.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { mineCases, type Mined } from './mine/cases';
import { openRepository, type Repository } from './mine/repository';
import { printTable } from './table';

const BATCH = 500;

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { git: text, out: text, name: text, base: text, head: { type: 'string', default: 'HEAD' }, cases: { type: 'string', default: '80' }, distance: { type: 'string', default: '400' } },
  });
  if (values.git === undefined || values.out === undefined) throw new Error('Give --git DIR (a bare repository, or the .git folder of a clone) and --out FOLDER.');
  const [most, distance] = [Number(values.cases), Number(values.distance)];
  if (![most, distance].every((number) => Number.isSafeInteger(number) && number > 0)) throw new Error('--cases and --distance take whole numbers above 0.');
  const name = values.name ?? basename(resolve(values.git).replace(/[\\/]\.git$/, '')).replace(/\.git$/, '');
  if (!/^[\w.+-]+$/.test(name) || /^\.+$/.test(name)) throw new Error('--name takes letters, digits and . + - _.');
  const repository = openRepository(resolve(values.git));
  const head = repository.resolve(values.head);
  const base = values.base === undefined ? commitBefore(repository, head, distance) : repository.resolve(values.base);
  const mined = await mineCases(repository, { name, base, head, cases: most });
  if (mined.cases.length === 0) throw new Error(`No commit from ${base} to ${head} makes a case: ${JSON.stringify(mined.dropped)}. Try a larger --distance.`);
  const folder = resolve(values.out);
  writeTree(repository, mined, join(folder, name));
  writeFileSync(join(folder, `${name}.jsonl`), mined.cases.map((each) => `${JSON.stringify(each)}\n`).join(''));
  report(name, base, head, mined);
}

function commitBefore(repository: Repository, head: string, distance: number): string {
  const commits = repository.commits(head, undefined, distance + 1);
  const wanted = commits.length > distance ? distance : Math.floor((commits.length - 1) / 2);
  return commits[wanted]!.id;
}

function writeTree(repository: Repository, { tree }: Mined, root: string): void {
  // What an earlier run left behind would be among the candidates.
  if (existsSync(root)) throw new Error(`${root} is there already: give another --out or --name, or remove it.`);
  mkdirSync(root, { recursive: true });
  for (let from = 0; from < tree.length; from += BATCH) {
    const batch = tree.slice(from, from + BATCH);
    const contents = repository.read(batch.map(({ blob }) => blob));
    for (const { path, blob } of batch) {
      const file = resolve(root, path);
      if (!file.startsWith(root + sep)) throw new Error(`The path "${path}" leads out of the tree.`);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, contents.get(blob)!);
    }
  }
}

function report(name: string, base: string, head: string, { cases, tree, dropped }: Mined): void {
  const share = (of: (each: Mined['cases'][number]) => boolean): string => `${cases.filter(of).length} of ${cases.length}`;
  console.log(`${name}: ${cases.length} cases on ${tree.length} files of ${base.slice(0, 12)}, from commits up to ${head.slice(0, 12)}`);
  printTable(['', ''], [
    ['with symbols', share(({ gold_symbols }) => gold_symbols.length > 0)],
    ['gold unchanged since the snapshot', share((each) => each.unchanged_since_snapshot)],
    ['name a gold file', share((each) => each.names_gold_file)],
    ['name a gold symbol', share((each) => each.names_gold_symbol)],
    ...Object.entries(dropped).sort(([, a], [, b]) => b - a).map(([reason, count]) => [`commits left out: ${reason}`, String(count)]),
  ]);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
