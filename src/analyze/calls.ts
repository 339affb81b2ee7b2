/** Who calls a name and what a name calls, for filters that say so by name. */
import { findDefinitions, keyOf, readUse, type Definition } from '../graph';
import { REFERENCE_WIDTH } from '../kernel';
import type { CodeView } from './view';

export interface CallAnswer {
  /** `keyOf` the definitions. */
  readonly keys: ReadonlySet<string>;
  readonly note?: string;
}

const isCall = (kind: string): boolean => kind === 'call' || kind === 'new';

/**
 * The innermost definitions in which `name` is called. A name that the workspace defines is followed by
 * what it means; any other, such as `fetch` or `fs.readFile`, by how it is written.
 */
export function callersOf(view: CodeView, name: string): CallAnswer {
  const definitions = definitionsNamed(view, name);
  const keys = new Set<string>();
  if (definitions.length === 0) {
    addCallersByName(view, name, keys);
    return { keys, note: `"${name.slice(0, 100)}" is not defined in the workspace: calls were compared by name` };
  }
  for (const definition of definitions) {
    for (const { file, kind, symbol } of view.graph.usesOf(definition)) if (isCall(kind)) keys.add(`${file.id}:${symbol}`);
  }
  return { keys };
}

/** Definitions that the code of `name` calls. */
export function calledBy(view: CodeView, name: string): CallAnswer {
  const definitions = definitionsNamed(view, name);
  const keys = new Set<string>();
  for (const definition of definitions) {
    for (const used of view.graph.usedBy(definition)) if (isCall(used.kind)) keys.add(keyOf(used.definition));
  }
  if (definitions.length > 0) return { keys };
  return { keys, note: `"${name.slice(0, 100)}" is not defined in the workspace` };
}

function definitionsNamed(view: CodeView, name: string): Definition[] {
  return findDefinitions(view.symbols, name, 'exact')
    .map(({ definition }) => definition)
    .filter((definition) => view.fileOf(definition) !== undefined);
}

function addCallersByName(view: CodeView, name: string, keys: Set<string>): void {
  const parts = name.split('.');
  const own = parts[parts.length - 1];
  const receiver = parts[parts.length - 2];
  for (const { id, facts } of view.files) {
    const names = facts.references.names.split('\n');
    const number = names.indexOf(own!);
    if (number < 0) continue;
    const { data } = facts.references;
    for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
      if (data[at] !== number) continue;
      const use = readUse(facts, at, names);
      if (isCall(use.kind) && (receiver === undefined || use.receiver === receiver)) keys.add(`${id}:${use.symbol}`);
    }
  }
}
