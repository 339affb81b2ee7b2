/** How much of one file another uses: the weight of the import between them. */
import { EXACT_LANGUAGES, readUse, type CodeGraph, type GraphFile } from '../graph';
import { REFERENCE_WIDTH, type CutEdge, type ReferenceKind } from '../kernel';

type Along = Pick<CutEdge, 'line' | 'uses' | 'names' | 'typeOnly'>;

/**
 * Uses by the names that the imports bring, under which namespaces and packages count, too. Where an
 * import brings no names, such as `#include` and `import *`, by what the names mean.
 */
export function usesAlong(graph: CodeGraph, from: GraphFile, to: GraphFile): Along {
  const { facts } = from;
  const edges = graph.importsOf(from);
  const locals = new Map<string, string>();
  const names = new Set<string>();
  let line = Infinity;
  const found = { runs: false, written: true, wild: false };
  edges.forEach((edge, index) => {
    if (!edge.targets.some(({ id }) => id === to.id)) return;
    line = Math.min(line, edge.line);
    const imported = facts.imports[index];
    if (!imported) {
      // Passed on: types and values look alike.
      const passed = facts.exports.filter((fact) => fact.from === edge.specifier && fact.line === edge.line);
      for (const { name } of passed) names.add(name);
      found.runs = true;
      return;
    }
    if (imported.names.length === 0) found.runs = true;
    found.written &&= edge.typeOnly;
    imported.locals.forEach((local, at) => {
      if (local === '*' || local === '') found.wild = true;
      else locals.set(local, imported.names[at]!);
    });
  });
  const { uses, kinds, names: used } = countUses(graph, from, to, locals, found.wild);
  for (const name of used) names.add(name);
  const exact = EXACT_LANGUAGES.has(facts.language);
  return { line: Number.isFinite(line) ? line : 1, uses, names: [...names].sort(), typeOnly: exact && !found.runs && (found.written || (kinds.size > 0 && isTypes(kinds))) };
}

const isTypes = (kinds: ReadonlySet<ReferenceKind>): boolean => [...kinds].every((kind) => kind === 'type');

function countUses({ resolve }: CodeGraph, { facts, ...file }: GraphFile, to: GraphFile, locals: ReadonlyMap<string, string>, wild: boolean) {
  const list = facts.references.names.split('\n');
  const names = new Set<string>();
  const kinds = new Set<ReferenceKind>();
  let uses = 0;
  for (let at = 0; at < facts.references.data.length; at += REFERENCE_WIDTH) {
    const name = list[facts.references.data[at]!]!;
    const use = readUse(facts, at, list);
    const imported = use.receiver === undefined ? locals.get(name) : undefined;
    // A namespace is read once for each of its members: the member is what is used.
    const member = use.receiver !== undefined && locals.get(use.receiver) === '*';
    const meant = imported !== undefined || member || (wild && resolve({ facts, ...file }, { name, ...use })?.definitions.some((each) => each.file === to.id) === true);
    if (!meant || imported === '*') continue;
    uses += 1;
    names.add(name);
    kinds.add(use.kind);
  }
  return { uses, names, kinds };
}
