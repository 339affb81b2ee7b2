import type { CallOptions, FileFacts } from '../kernel';
import { toEngineError } from '../kernel';
import type { OutlineInput, PackInput } from '../pack';
import { splitLines } from '../parse';
import type { RankedChunk } from '../rank';
import { allowedPaths } from './access';
import type { Disclosure } from './disclose';
import type { Workspace } from './workspaces';

export interface LiveCode {
  readonly inputs: readonly PackInput[];
  /** Declarations of the same files, in the order of their best results. */
  readonly outlines: readonly OutlineInput[];
  /** Files whose content is not what was ranked: gone, changed or no longer allowed. */
  readonly stale: readonly string[];
}

/** The code of ranked chunks as the files hold it now; never text that differs from what was ranked. */
export async function readLive(
  results: readonly RankedChunk[],
  workspace: Workspace,
  options: CallOptions,
  disclosure: Disclosure,
): Promise<LiveCode> {
  const facts = factsOfRanked(results, workspace);
  const paths = [...new Set(results.map(({ path }) => path))];
  const allowed = await allowedPaths(paths, workspace.snapshot, options);
  const lines = new Map<string, readonly string[]>();
  const stale: string[] = [];
  await Promise.all(
    paths.map(async (path) => {
      const known = facts.get(path);
      const text = known && allowed.has(path) ? await readKnown(path, known.hash, workspace) : undefined;
      if (text === undefined) stale.push(path);
      else lines.set(path, splitLines(text));
    }),
  );
  const inputs = results.flatMap(({ chunk: _, ...result }) => {
    const all = lines.get(result.path);
    if (!all) return [];
    const { language, hash } = facts.get(result.path)!;
    return [{ result, language, hash, code: disclosure.code(result.path, all, language, result) }];
  });
  const outlines = paths.flatMap((path) => (lines.has(path) ? outlineOf(facts.get(path)!, disclosure) : []));
  return { inputs, outlines, stale: stale.sort() };
}

/** What a file declares, as far as its heads were kept. */
function outlineOf({ path, language, symbols }: FileFacts, disclosure: Disclosure): OutlineInput {
  const heads = symbols.filter(({ signature }) => signature !== '').map(({ startLine, endLine, signature }) => ({
    startLine,
    endLine,
    head: () => disclosure.head(path, startLine, signature, language),
  }));
  return { path, language, symbols: heads };
}

/**
 * The facts that the chunks were ranked by. Chunk numbers are never given twice: while a number is
 * known its lines are those that were ranked, whatever another caller's sync has changed meanwhile.
 */
function factsOfRanked(results: readonly RankedChunk[], { corpus }: Workspace) {
  const facts = new Map<string, FileFacts>();
  const changed = new Set<string>();
  for (const { chunk, path } of results) {
    const known = corpus.chunk(chunk)?.file.facts;
    if (known) facts.set(path, known);
    else changed.add(path);
  }
  for (const path of changed) facts.delete(path);
  return facts;
}

async function readKnown(path: string, hash: string, workspace: Workspace): Promise<string | undefined> {
  try {
    const content = await workspace.snapshot.read(path);
    return content.hash === hash ? content.text : undefined;
  } catch (thrown) {
    if (toEngineError(thrown).code === 'INTERNAL') throw thrown;
    return undefined;
  }
}
