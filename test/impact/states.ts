/** States of files given as text, parsed in this process. */
import { compareStates, joinMoves, type Delta, type FileState } from '../../src/impact';
import { parseFile, splitLines } from '../../src/parse';

export async function stateOf(path: string, text: string): Promise<FileState> {
  return { facts: await parseFile({ path, text, hash: `${path}\0${text}`, size: text.length, invalidUtf8: false }), lines: splitLines(text) };
}

/** `change name: why`, with `!` in front of breaking ones. */
export function tell({ change, before, after, breaking, why }: Delta): string {
  const side = after ?? before!;
  return `${breaking ? '! ' : ''}${change} ${side.state.facts.symbols[side.index]?.qualifiedName ?? '(module)'}: ${why}`;
}

export async function compareTexts(path: string, before: string, after: string): Promise<string[]> {
  return compareStates(await stateOf(path, before), await stateOf(path, after)).map(tell);
}

export async function moveBetween(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): Promise<string[]> {
  const paths = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const states = await Promise.all(
    paths.map(async (path) => ({
      before: before[path] === undefined ? undefined : await stateOf(path, before[path]),
      after: after[path] === undefined ? undefined : await stateOf(path, after[path]),
    })),
  );
  const facts = new Map(states.flatMap(({ after: state }) => (state ? [[state.facts.path, state.facts] as const] : [])));
  return joinMoves(states.flatMap((each) => compareStates(each.before, each.after)), (path) => facts.get(path)).map(tell);
}
