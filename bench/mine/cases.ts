/**
 * Cases out of a repository's history: what a later commit says is the question, what it changed is the
 * answer, looked up in one earlier commit, the snapshot, whose sources are the tree that is asked.
 */
import { isTestPath } from '../../src/corpus';
import { entryOf, isTypeScriptFamily, languageOf } from '../../src/parse/languages';
import { factsOf, goldSymbols, type MinedSymbol } from './gold';
import { questionOf } from './question';
import { MissingObject, type Commit, type FileChange, type Repository, type TreeFile } from './repository';

/** In the format of `bench:quality --cases`; what that does not read is for people. */
export interface MinedCase {
  readonly id: string;
  readonly repo: string;
  readonly base_commit: string;
  readonly query: string;
  readonly query_without_scope: string;
  readonly subject: string;
  readonly scope?: string;
  readonly gold_files: readonly string[];
  readonly gold_symbols: readonly MinedSymbol[];
  readonly fix_commit: string;
  readonly fix_parent: string;
  readonly fix_date: string;
  readonly changed_lines: number;
  readonly unchanged_since_snapshot: boolean;
  readonly names_gold_file: boolean;
  readonly names_gold_symbol: boolean;
}

export interface MineOptions {
  readonly name: string;
  readonly base: string;
  readonly head: string;
  readonly cases: number;
}

export interface Mined {
  readonly cases: readonly MinedCase[];
  /** The snapshot's sources. */
  readonly tree: readonly TreeFile[];
  /** Commits that made no case, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** A change of more is about many things at once. */
const FILES_MAX = 4;
const LINES_MAX = 300;
const FILE_BYTES_MAX = 1_000_000;
/** Code of others and what programs wrote is nobody's answer. */
const NOT_OWN = /(?:^|\/)(?:node_modules|vendor|third_party|generated|__generated__|dist)\/|\.min\.\w+$|\.d\.[mc]?ts$|\.pb\.go$|_pb2\.py$/i;

/** The commits after `base` on the way to `head`, oldest first, as far as they make cases. */
export async function mineCases(repository: Repository, options: MineOptions): Promise<Mined> {
  const tree = repository.files(options.base).filter(({ path, size }) => isSource(path) && size <= FILE_BYTES_MAX);
  const snapshot = new Map(tree.map((file) => [file.path, file]));
  const dropped: Record<string, number> = {};
  const cases: MinedCase[] = [];
  const asked = new Set<string>();
  for (const commit of repository.commits(options.head, options.base).reverse()) {
    if (cases.length === options.cases) break;
    const made = await caseOf(repository, commit, snapshot, options, asked).catch((thrown: unknown) => {
      if (thrown instanceof MissingObject) return 'objects missing (a partial clone)';
      throw thrown;
    });
    if (typeof made === 'string') dropped[made] = (dropped[made] ?? 0) + 1;
    else {
      cases.push(made);
      asked.add(made.query.toLowerCase());
    }
  }
  return { cases, tree, dropped };
}

/** A case, or why the commit is none. */
async function caseOf(repository: Repository, commit: Commit, snapshot: ReadonlyMap<string, TreeFile>, { name, base }: MineOptions, asked: ReadonlySet<string>): Promise<MinedCase | string> {
  if (commit.parent === '') return 'no parent';
  const question = questionOf(commit.message);
  if (!question) return 'message';
  if (asked.has(question.query.toLowerCase())) return 'asked before';
  const changes = repository.changes(commit.parent, commit.id).filter(({ path }) => isSource(path));
  const reason = reasonAgainst(changes, snapshot);
  if (reason !== undefined) return reason;
  const gold = changes.filter(({ path, kind }) => kind === 'changed' && snapshot.has(path));
  const { symbols, unchanged } = await symbolsOf(repository, commit, gold, snapshot);
  const { query, subject, scope, withoutScope } = question;
  const files = gold.map(({ path }) => path).sort();
  return {
    id: `${name}:${commit.id.slice(0, 10)}`,
    repo: name,
    base_commit: base,
    query,
    query_without_scope: withoutScope,
    subject,
    ...(scope !== undefined && { scope }),
    gold_files: files,
    gold_symbols: symbols,
    fix_commit: commit.id,
    fix_parent: commit.parent,
    fix_date: commit.date,
    changed_lines: linesOf(changes),
    unchanged_since_snapshot: unchanged,
    names_gold_file: files.some((file) => namesFile(query, file)),
    names_gold_symbol: symbols.some((symbol) => hasWord(query, symbol.name)),
  };
}

function reasonAgainst(changes: readonly FileChange[], snapshot: ReadonlyMap<string, TreeFile>): string | undefined {
  if (changes.length === 0) return 'no source';
  if (changes.length > FILES_MAX || linesOf(changes) > LINES_MAX) return 'too much at once';
  return changes.some(({ path, kind }) => kind === 'changed' && snapshot.has(path)) ? undefined : 'not in the snapshot';
}

const linesOf = (changes: readonly FileChange[]): number =>
  changes.reduce((sum, { hunks }) => sum + hunks.reduce((own, { count, added }) => own + Math.max(count, added), 0), 0);

async function symbolsOf(repository: Repository, { parent }: Commit, gold: readonly FileChange[], snapshot: ReadonlyMap<string, TreeFile>) {
  const before = new Map(repository.files(parent).map(({ path, blob }) => [path, blob]));
  const contents = repository.read(gold.flatMap(({ path }) => [before.get(path)!, snapshot.get(path)!.blob]));
  const symbols: MinedSymbol[] = [];
  for (const { path, hunks } of gold) {
    const [then, now] = [before.get(path)!, snapshot.get(path)!.blob];
    const facts = await factsOf(path, contents.get(now)!.toString('utf8'));
    const old = then === now ? facts : await factsOf(path, contents.get(then)!.toString('utf8'));
    symbols.push(...goldSymbols(path, old, hunks, facts));
  }
  return { symbols, unchanged: gold.every(({ path }) => before.get(path) === snapshot.get(path)!.blob) };
}

/** Code with structure that is no test and this repository's own. Names that no folder of ours may hold are none. */
function isSource(path: string): boolean {
  const language = languageOf(path);
  const entry = entryOf(language);
  const isCode = isTypeScriptFamily(language) || entry?.treeSitter !== undefined || entry?.component === true;
  return isCode && !isTestPath(path) && !NOT_OWN.test(path) && !path.split('/').some((part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git');
}

const WORD_MIN = 3;
const hasWord = (text: string, word: string): boolean =>
  word.length >= WORD_MIN && new RegExp(`(?<![\\w$])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$])`).test(text);

function namesFile(query: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const stem = name.replace(/\.[^.]+$/, '');
  return query.includes(name) || (stem.length > WORD_MIN && hasWord(query.toLowerCase(), stem.toLowerCase()));
}
