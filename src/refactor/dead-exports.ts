/** Exports that nothing imports. Precision before recall: whatever may be used some other way is left out. */
import { isTestPath } from '../analyze';
import { folderOf, keyOf, type Definition, type GraphFile } from '../graph';
import type { SymbolFact } from '../kernel';
import { conventionOf, isCalledByName } from './conventions';
import { count, type Draft, type RuleScope } from './draft';
import { exportsInUse, stemOf, type ExportsInUse } from './exports-in-use';

const KINDS = new Set<SymbolFact['kind']>(['function', 'class', 'interface', 'type', 'enum', 'constant', 'variable']);
const TYPES = new Set<SymbolFact['kind']>(['interface', 'type']);
/** Languages whose exports are examined. */
export const COMPILED: ReadonlySet<string> = new Set(['typescript', 'tsx', 'javascript', 'jsx']);

const WHY = 'Whoever reads or changes it must keep it working for callers that do not exist.';

export function deadExports(scope: RuleScope): Draft[] {
  const inUse = exportsInUse(scope.view);
  const packages = packagesOf(scope);
  return scope.view.files.filter((file) => scope.covers(file.path) && isExamined(file)).flatMap((file) => {
    const seen = new Set<string>();
    return file.facts.symbols.flatMap((symbol, index) => {
      const definition = { file: file.id, index, symbol };
      if (seen.has(symbol.name) || !isCandidate(file, definition, inUse)) return [];
      // Overloads and merged declarations are one export.
      seen.add(symbol.name);
      return describe(scope, file, definition, packages);
    });
  });
}

function isExamined({ path, facts }: GraphFile): boolean {
  if (!COMPILED.has(facts.language) || facts.structure === 'none' || facts.problems.length > 0) return false;
  return !isTestPath(path) && conventionOf(path) === undefined;
}

function isCandidate({ path, facts }: GraphFile, definition: Definition, { used, open, lost }: ExportsInUse): boolean {
  const { symbol } = definition;
  if (symbol.parent >= 0 || !symbol.exported || !KINDS.has(symbol.kind) || isCalledByName(symbol)) return false;
  // What JavaScript puts on an object is no export statement.
  if (/^(?:java|j)s/.test(facts.language) && !symbol.signature.startsWith('export')) return false;
  const names = facts.exports.filter(({ local, from }) => from === undefined && local === symbol.name).map(({ name }) => name);
  if (names.length === 0 || names.includes('default')) return false;
  const same = facts.symbols.flatMap((each, index) => (each.parent < 0 && each.name === symbol.name ? [keyOf({ file: definition.file, index })] : []));
  return !same.some((key) => used.has(key) || open.has(key)) && !names.some((name) => lost.has(`${stemOf(path)}\n${name}`));
}

function describe({ view }: RuleScope, file: GraphFile, definition: Definition, packages: ReadonlyMap<string, boolean>): Draft[] {
  const { symbol } = definition;
  const uses = view.graph.usesOf(definition);
  // Whatever ties another file to it, such as a global script, is a use.
  if (uses.some((use) => use.file.id !== file.id)) return [];
  const own = uses.filter((use) => !isWithin(file, use.symbol, definition.index));
  const inSignatures = TYPES.has(symbol.kind) && own.some(({ kind, symbol: at }) => (kind === 'type' || kind === 'extends') && isOpenTo(file, at));
  const importers = view.graph.importersOf(file).length;
  const reason = doubt(file.path, importers, inSignatures, packages);
  const lines = symbol.endLine - symbol.startLine + 1;
  return [{
    rule: 'dead_export',
    path: file.path,
    symbol: symbol.qualifiedName,
    startLine: symbol.startLine,
    endLine: symbol.endLine,
    message: own.length > 0
      ? `No file imports ${symbol.name}; its own file uses it ${own.length === 1 ? 'once' : `${own.length} times`}: it need not be exported.`
      : `Nothing uses the ${symbol.kind} ${symbol.name} (${count(lines, 'line')}).`,
    evidence: { kind: symbol.kind, ownUses: own.length, otherUses: 0, importersOfFile: importers, lines, doubt: reason.text },
    why: WHY,
    effort: 'small',
    confidence: reason.confidence,
    magnitude: own.length > 0 ? 0 : Math.min(1, lines / 40),
    edit: { kind: 'export', line: symbol.nameLine, column: symbol.nameColumn },
  }];
}

function doubt(path: string, importers: number, inSignatures: boolean, packages: ReadonlyMap<string, boolean>): { confidence: number; text: string } {
  if (importers === 0) return { confidence: 0.4, text: 'nothing imports its file, so that something may load the file by its path' };
  if (inSignatures) return { confidence: 0.45, text: 'exported code names it in its types' };
  const closed = nearest(path, packages);
  if (closed === false) return { confidence: 0.6, text: 'its package is not private and lets others import any of its files' };
  return { confidence: closed === undefined ? 0.8 : 0.9, text: 'none' };
}

/** Folder of each package → whether only what it names can be imported from outside. */
function packagesOf({ view }: RuleScope): Map<string, boolean> {
  return new Map(view.files.flatMap(({ path, facts: { project } }) =>
    project?.kind === 'package' ? [[folderOf(path), project.private === true || Object.keys(project.exports).length > 0] as const] : [],
  ));
}

function nearest(path: string, packages: ReadonlyMap<string, boolean>): boolean | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const found = packages.get(folder);
    if (found !== undefined || folder === '') return found;
  }
}

function isWithin({ facts }: GraphFile, symbol: number, outer: number): boolean {
  for (let at = symbol; at >= 0; at = facts.symbols[at]!.parent) if (at === outer) return true;
  return false;
}

/** Whether the definition around a use is exported itself. */
function isOpenTo({ facts }: GraphFile, symbol: number): boolean {
  let at = symbol;
  while (at >= 0 && facts.symbols[at]!.parent >= 0) at = facts.symbols[at]!.parent;
  return facts.symbols[at]?.exported ?? true;
}
