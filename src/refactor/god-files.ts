/** Files that hold too much, and the parts that they fall into. */
import type { IndexedFile } from '../corpus';
import { connectedGroups } from '../graph';
import type { FindingPlace } from '../kernel';
import { beyond, count, listed, type Draft, type RuleScope } from './draft';
import { isShapeWanted } from './large-code';

const PARTS_LISTED = 8;
const STRUCTURED = new Set(['ts-morph', 'tree-sitter']);

export function godFiles(scope: RuleScope): Draft[] {
  const { view, thresholds } = scope;
  const { fileLines, fileDefinitions, fileUsers } = thresholds;
  return view.files.flatMap((file) => {
    const { path, facts } = file;
    if (facts.lineCount < fileLines || !STRUCTURED.has(facts.structure) || !isShapeWanted(path, scope)) return [];
    const definitions = facts.symbols.filter(({ parent }) => parent < 0).length;
    const users = view.graph.importersOf(file).length;
    if (definitions < fileDefinitions && users < fileUsers && facts.lineCount < 2 * fileLines) return [];
    const parts = partsOf(file, scope);
    return [{
      rule: 'god_file' as const,
      path,
      symbol: '',
      startLine: 1,
      endLine: facts.lineCount,
      message: `${path} has ${facts.lineCount} lines, ${count(definitions, 'definition')} and ${count(users, 'importing file')}${parts.length > 1 ? `; it falls into ${parts.length} parts that do not use each other` : ''}.`,
      evidence: { lines: facts.lineCount, definitions, users, imports: facts.imports.length, parts: parts.length },
      why: 'Whatever is changed in it concerns all who import it, and two people rarely change it without getting in each other’s way.',
      effort: 'large' as const,
      confidence: 0.85,
      magnitude: Math.max(beyond(facts.lineCount, fileLines), beyond(definitions, fileDefinitions), beyond(users, fileUsers)),
      ...(parts.length > 1 ? { places: parts.slice(0, PARTS_LISTED) } : {}),
    }];
  });
}

/** Definitions that use each other, directly or through others: the largest parts first. */
function partsOf(file: IndexedFile, { view }: RuleScope): FindingPlace[] {
  const { symbols } = file.facts;
  const top = symbols.flatMap(({ parent }, index) => (parent < 0 ? [index] : []));
  const numbers = new Map(top.map((index, number) => [index, number]));
  const numberOf = (index: number): number | undefined => {
    let at = index;
    while (symbols[at]!.parent >= 0) at = symbols[at]!.parent;
    return numbers.get(at);
  };
  const edges = top.map((index) =>
    view.graph.usedBy({ file: file.id, index, symbol: symbols[index]! }).flatMap(({ definition }) => (definition.file === file.id ? (numberOf(definition.index) ?? []) : [])),
  );
  const groups = new Map<number, number[]>();
  connectedGroups(edges).forEach((group, number) => groups.set(group, [...(groups.get(group) ?? []), top[number]!]));
  return [...groups.values()]
    .filter(({ length }) => length > 1)
    .sort((a, b) => b.length - a.length || a[0]! - b[0]!)
    .map((members) => {
      const [first, last] = [symbols[members[0]!]!, symbols[members[members.length - 1]!]!];
      const note = `${count(members.length, 'definition')}: ${listed(members.map((index) => symbols[index]!.name))}`;
      return { path: file.path, symbol: first.qualifiedName, startLine: first.startLine, endLine: last.endLine, note };
    });
}
