/** Which exports of TypeScript and JavaScript files something imports, at whatever distance. */
import { entryPointsOf, namedByPackages, type CodeView } from '../analyze';
import { EXACT_LANGUAGES, keyOf, readUse, type CodeGraph, type GraphFile } from '../graph';
import { REFERENCE_WIDTH, type ExportFact } from '../kernel';
import { conventionOf } from './conventions';

export interface ExportsInUse {
  /** `keyOf` definitions that some file imports or passes on. */
  readonly used: ReadonlySet<string>;
  /** `keyOf` definitions that start files, packages and conventions hand out. */
  readonly open: ReadonlySet<string>;
  /** `stem\nname` of what is imported from places that are not found: perhaps under an alias. */
  readonly lost: ReadonlySet<string>;
}

export function exportsInUse(view: CodeView): ExportsInUse {
  const { graph } = view;
  const used = new Set<string>();
  const lost = new Set<string>();
  const whole = new Set<GraphFile>();
  for (const file of graph.list()) {
    if (!EXACT_LANGUAGES.has(file.facts.language)) continue;
    addImports(file, graph, used, whole, lost);
    addPassedOn(file, graph, used, whole);
  }
  addLoadedByName(graph, used);
  return { used: new Set([...used, ...allOf(whole, graph)]), open: allOf(startsOf(view), graph), lost };
}

function addImports(file: GraphFile, graph: CodeGraph, used: Set<string>, whole: Set<GraphFile>, lost: Set<string>): void {
  const edges = graph.importsOf(file);
  file.facts.imports.forEach(({ specifier, names, locals }, index) => {
    const targets = edges[index]?.targets ?? [];
    if (targets.length === 0) for (const name of names) lost.add(`${stemOf(specifier)}\n${name}`);
    for (const target of targets) {
      // A module that is loaded, or whose object is handed around: whatever it has may be used.
      if (names.length === 0) whole.add(target);
      names.forEach((name, at) => {
        if (name !== '*') addName(target, name, graph, used, whole);
        else {
          const members = membersRead(file, locals[at] ?? '');
          if (members) for (const member of members) addName(target, member, graph, used, whole);
          else whole.add(target);
        }
      });
    }
  });
}

/** `export { a } from`, `export * as a from`; what `export * from` passes on is found from where it is imported. */
function addPassedOn(file: GraphFile, graph: CodeGraph, used: Set<string>, whole: Set<GraphFile>): void {
  const edges = graph.importsOf(file).slice(file.facts.imports.length);
  file.facts.exports.filter(({ from }) => from !== undefined).forEach((fact, index) => {
    for (const target of edges[index]?.targets ?? []) {
      if (isStar(fact)) continue;
      if (fact.local === '*') whole.add(target);
      else addName(target, fact.local, graph, used, whole);
    }
  });
}

function addName(target: GraphFile, name: string, graph: CodeGraph, used: Set<string>, whole: Set<GraphFile>): void {
  const found = graph.exported(target, name);
  for (const definition of found) used.add(keyOf(definition));
  // Not a definition: perhaps a namespace that is passed on, here or further on.
  if (found.length === 0) for (const each of namespacesBehind(target, graph)) whole.add(each);
}

function namespacesBehind(file: GraphFile, graph: CodeGraph): readonly GraphFile[] {
  const { imports } = file.facts;
  return graph.importsOf(file).flatMap(({ targets }, index) => (index >= imports.length || imports[index]!.names.includes('*') ? targets : []));
}

/** What is read off a namespace; undefined when the namespace itself goes somewhere. */
function membersRead({ facts }: GraphFile, local: string): ReadonlySet<string> | undefined {
  if (facts.exports.some((fact) => fact.from === undefined && fact.local === local)) return undefined;
  const list = facts.references.names.split('\n');
  const members = new Set<string>();
  let bare = 0;
  let read = 0;
  for (let at = 0; at < facts.references.data.length; at += REFERENCE_WIDTH) {
    const { receiver } = readUse(facts, at, list);
    const name = list[facts.references.data[at]!]!;
    if (receiver === local) {
      members.add(name);
      read += 1;
    } else if (receiver === undefined && name === local) bare += 1;
  }
  return bare > read ? undefined : members;
}

const LOADERS = new Set(['require', 'requireActual', 'importActual', 'requireMock', 'importMock']);

/** Files that load modules inside functions: what they take from them shows as names only. */
function addLoadedByName(graph: CodeGraph, used: Set<string>): void {
  const names = new Set<string>();
  for (const { facts } of graph.list()) {
    const list = facts.references.names.split('\n');
    if (list.some((name) => LOADERS.has(name))) for (const name of list) names.add(name);
  }
  for (const { id, facts } of names.size > 0 ? graph.list() : []) {
    facts.symbols.forEach(({ parent, exported, name }, index) => {
      if (parent < 0 && exported && names.has(name)) used.add(keyOf({ file: id, index }));
    });
  }
}

/** Files whose exports are for outside of the workspace. */
function startsOf(view: CodeView): Set<GraphFile> {
  const paths = new Set([...namedByPackages(view), ...entryPointsOf(view)].map(({ path }) => path));
  return new Set(view.graph.list().filter(({ path }) => paths.has(path) || conventionOf(path) !== undefined));
}

/** Everything that these files export, through `export * from` and by name. */
function allOf(files: Iterable<GraphFile>, graph: CodeGraph): Set<string> {
  const keys = new Set<string>();
  const queue = new Set(files);
  // A set may grow while it is walked.
  for (const file of queue) {
    const edges = graph.importsOf(file).slice(file.facts.imports.length);
    file.facts.symbols.forEach((symbol, index) => {
      if (symbol.parent < 0 && symbol.exported) keys.add(keyOf({ file: file.id, index }));
    });
    file.facts.exports.filter(({ from }) => from !== undefined).forEach((fact, index) => {
      if (fact.local === '*') for (const target of edges[index]?.targets ?? []) queue.add(target);
    });
    for (const { name } of file.facts.exports) for (const definition of graph.exported(file, name)) keys.add(keyOf(definition));
  }
  return keys;
}

const isStar = ({ name, local }: ExportFact): boolean => name === '*' && local === '*';

/** The name of the file that a path or a specifier leads to; that of its folder for an index. */
export function stemOf(path: string): string {
  const parts = path.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, '').split('/');
  const last = parts.pop() ?? '';
  return last === 'index' ? (parts.pop() ?? last) : last;
}
