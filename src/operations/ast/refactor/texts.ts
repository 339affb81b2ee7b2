/** Rules that need the text of files as it is now. */
import type { CodeView } from '../../../analyze';
import type { Step } from '../../../kernel';
import { toEngineError } from '../../../kernel';
import { splitLines } from '../../../parse';
import { confirmSuspect, describeUnused, suspectImports, type Draft, type RuleScope } from '../../../refactor';
import type { Snapshot } from '../../../source';

/** Files that use code and whose imports facts do not hold, by their languages. */
const TEMPLATES = new Set(['vue', 'svelte', 'astro', 'html']);
const READ_MAX = 5_000;
const READERS = 16;

/** Imports of languages without a type checker here, when their names stand nowhere else in the file. */
export async function unusedByText(scope: RuleScope, snapshot: Snapshot, steps: Step[]): Promise<Draft[]> {
  const suspects = suspectImports(scope);
  const texts = await readTexts([...new Map(suspects.map(({ file }) => [file.path, file])).values()], snapshot, steps, 'imports');
  return suspects.flatMap((suspect) => {
    const lines = texts.get(suspect.file.path);
    const names = lines ? confirmSuspect(suspect, lines) : [];
    return names.length > 0 ? [describeUnused(suspect, names)] : [];
  });
}

/** Without those whose name stands in a template: what it means there, nobody can tell. */
export async function namedInTemplates(drafts: readonly Draft[], { view }: RuleScope, snapshot: Snapshot, steps: Step[]): Promise<Draft[]> {
  const templates = view.files.filter(({ path, facts }) => TEMPLATES.has(facts.language) || path.endsWith('.mdx'));
  if (drafts.length === 0 || templates.length === 0) return [...drafts];
  const words = new Set<string>();
  for (const lines of (await readTexts(templates, snapshot, steps, 'exports')).values()) {
    for (const line of lines) for (const word of line.match(/[\p{L}\p{N}_$]+/gu) ?? []) words.add(word);
  }
  return drafts.filter(({ symbol }) => !words.has(symbol));
}

/** Lines of the files that are still what the index knows. */
async function readTexts(files: CodeView['files'], snapshot: Snapshot, steps: Step[], step: string): Promise<Map<string, readonly string[]>> {
  const texts = new Map<string, readonly string[]>();
  if (files.length > READ_MAX) steps.push({ step, status: 'note', detail: `${files.length - READ_MAX} files were not read for it: give a path` });
  const queue = files.slice(0, READ_MAX);
  const read = async (): Promise<void> => {
    for (let file = queue.pop(); file; file = queue.pop()) {
      try {
        const { text, hash } = await snapshot.read(file.path);
        if (hash === file.facts.hash) texts.set(file.path, splitLines(text));
      } catch (thrown) {
        // A file that went away since it was indexed has nothing to suggest.
        if (toEngineError(thrown).code === 'INTERNAL') throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return texts;
}
