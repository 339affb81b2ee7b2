/**
 * The captures that the query files use, and what their matches say. Positions decide what belongs
 * to what: a branch, a base type or a doc string belongs to the innermost definition around it.
 *
 * In one match with `@definition.<kind>` (a node whose lines are the definition's) or `@container`
 * (a node that is no definition of its own but names those inside, like Rust's `impl`):
 *   @name          its name
 *   @owner         the type it belongs to, named in front of it
 *   @body, @value  where its body or value starts (default: the fields `body` and `value`)
 *   @parameters, @returns, @typeParameters  (default: the fields of like names)
 * Alone:
 *   @comment, @string      what must not get into declaration heads
 *   @doc                   documentation inside a definition
 *   @decorator             a decorator, annotation or attribute; @decorator.name its name
 *   @heritage.extends, @heritage.implements  a base type of the definition around it
 *   @scope                 binds names, as every function, method and constructor does
 *   @local                 a name bound in the innermost scope; @local.type in the innermost definition
 *   @self                  a name by which a method calls its own object
 *   @global                a name that the innermost scope does not bind although it assigns it
 *   @access        what follows in the definition around it is public, private, … as its text says
 *   @branch                one more way through the code
 *   @import                an import statement: names in it are no uses
 *   @export                a name that the file lists as exported
 *   @module                the package or module that the file declares
 *   @ignore                a stretch whose names are no uses
 *   @reference             a use; @reference.<kind> with a kind of `REFERENCE_KINDS`
 *   @_…            for predicates only
 * Where several patterns capture one use, name or base type, the pattern that stands first counts.
 */
import type { Node, QueryMatch } from 'web-tree-sitter';
import { REFERENCE_KINDS } from '../../kernel';
import type { HeritageFact, ReferenceKind, SymbolKind } from '../../kernel';
import { byPlace, holds, type Place } from './places';
import type { LanguageRules, Prepared, Read } from './rules';

const PARTS = ['body', 'value', 'parameters', 'returns', 'typeParameters'] as const;
export type Part = (typeof PARTS)[number];

export interface Definition extends Place {
  /** Undefined for containers. */
  readonly kind: SymbolKind | undefined;
  readonly node: Node;
  readonly name: string;
  readonly nameStart: number;
  readonly owner: string;
  readonly parts: Readonly<Partial<Record<Part, Node>>>;
}

/** A use's pattern and kind in one number: there is one for every identifier, hence no object. */
export type PackedUse = number;
const KINDS = REFERENCE_KINDS.length + 1;
const NO_USE = REFERENCE_KINDS.length;

/** Undefined for what a pattern says is none. */
export const kindOfUse = (use: PackedUse): ReferenceKind | undefined => REFERENCE_KINDS[use % KINDS];

export type Binding = 'local' | 'type' | 'this' | 'global';

export interface Bound extends Place {
  readonly name: string;
  readonly as: Binding;
}

export interface Access extends Place {
  readonly word: string;
}

export interface Heritage extends Place {
  readonly pattern: number;
  readonly relation: HeritageFact['relation'];
}

export interface Captured {
  readonly definitions: readonly Definition[];
  /** Uses by where they start. */
  readonly uses: ReadonlyMap<number, PackedUse>;
  /** Where each use ends; only where names may hold odd characters. */
  readonly useEnds?: ReadonlyMap<number, number>;
  readonly bound: readonly Bound[];
  readonly heritage: readonly Heritage[];
  readonly access: readonly Access[];
  readonly imports: readonly Node[];
  readonly exported: readonly string[];
  readonly module: string;
  /** All sorted by place. */
  readonly scopes: readonly Place[];
  readonly comments: readonly Place[];
  readonly emptied: readonly Place[];
  readonly strings: readonly Place[];
  readonly docs: readonly Place[];
  readonly decorators: readonly Place[];
  readonly decoratorNames: readonly Place[];
  readonly branches: readonly Place[];
  readonly hidden: readonly Place[];
}

const placeOf = (node: Node): Place => ({ start: node.startIndex, end: node.endIndex });

/** Sorts matches of a language's query into what they say. `prepared` tells what the parser did not see. */
export function readMatches(matches: readonly QueryMatch[], read: Read, rules: LanguageRules, prepared?: Prepared): Captured {
  const definitions = new Map<number, Definition & { pattern: number }>();
  const uses = new Map<number, PackedUse>();
  const lists = {
    bound: [] as Bound[], heritage: [] as Heritage[], access: [] as Access[], imports: [] as Node[], exported: [] as string[],
    scopes: [] as Place[], comments: [] as Place[], strings: [] as Place[], docs: [] as Place[],
    decorators: [] as Place[], decoratorNames: [] as Place[], branches: [] as Place[], hidden: [] as Place[],
  };
  const useEnds = rules.oddNames ? new Map<number, number>() : undefined;
  let module = '';

  const bind = (as: Binding) => (node: Node) => void lists.bound.push({ ...placeOf(node), name: read(node), as });
  const list = (places: Place[]) => (node: Node) => void places.push(placeOf(node));
  const inherit = (relation: Heritage['relation']) => (node: Node, pattern: number) =>
    void lists.heritage.push({ ...placeOf(node), relation, pattern });
  const singles: Record<string, (node: Node, pattern: number) => void> = {
    comment: list(lists.comments),
    string: list(lists.strings),
    doc: list(lists.docs),
    decorator: list(lists.decorators),
    'decorator.name': list(lists.decoratorNames),
    scope: list(lists.scopes),
    branch: list(lists.branches),
    ignore: list(lists.hidden),
    local: bind('local'),
    'local.type': bind('type'),
    self: bind('this'),
    global: bind('global'),
    'heritage.extends': inherit('extends'),
    'heritage.implements': inherit('implements'),
    access: (node) => void lists.access.push({ ...placeOf(node), word: read(node) }),
    export: (node) => void lists.exported.push(read(node)),
    module: (node) => {
      // Words of the language stand in backticks.
      const name = read(node).replace(/`/g, '');
      if (module === '') module = name;
      else if (rules.nestedModules) module += `.${name}`;
    },
    import: (node) => {
      lists.imports.push(node);
      lists.hidden.push(placeOf(node));
    },
  };
  const handlers = new Map(Object.entries(singles));

  for (const match of matches) {
    let defines = false;
    for (const { name, node } of match.captures) {
      const kind = USE_KINDS.get(name);
      const handle = kind === undefined ? handlers.get(name) : undefined;
      if (kind !== undefined) {
        addUse(uses, node, kind, match.patternIndex);
        useEnds?.set(node.startIndex, node.endIndex);
      } else if (handle) handle(node, match.patternIndex);
      else if (!name.startsWith('_')) defines = true;
    }
    if (!defines) continue;
    const definition = definitionOf(match, read, rules.nameOf);
    const known = definition && definitions.get(definition.nameStart);
    if (definition && (!known || known.pattern > definition.pattern)) definitions.set(definition.nameStart, definition);
  }
  const { imports, exported, ...places } = lists;
  for (const each of Object.values(places)) each.sort(byPlace);
  const isCode = (start: number): boolean => !holds(places.comments, start) && !holds(places.strings, start);
  for (const start of prepared?.names ?? []) if (!uses.has(start) && isCode(start)) uses.set(start, READ);
  const emptied = prepared?.emptied.filter(({ start }) => isCode(start)) ?? [];
  places.heritage.sort((a, b) => a.start - b.start || a.pattern - b.pattern);
  return { ...places, emptied, imports, exported, module, uses, useEnds, definitions: [...definitions.values()] };
}

const READ: PackedUse = REFERENCE_KINDS.indexOf('read');
const USE_KINDS = new Map<string, number>([
  ['reference', REFERENCE_KINDS.indexOf('read')],
  ['reference.none', NO_USE],
  ...REFERENCE_KINDS.map((kind, index): [string, number] => [`reference.${kind}`, index]),
]);

function addUse(uses: Map<number, PackedUse>, { startIndex }: Node, kind: number, pattern: number): void {
  const known = uses.get(startIndex);
  const use = pattern * KINDS + kind;
  if (known === undefined || known > use) uses.set(startIndex, use);
}

function definitionOf(
  { captures, patternIndex }: QueryMatch,
  read: Read,
  nameOf: LanguageRules['nameOf'],
): (Definition & { pattern: number }) | undefined {
  let nameNode: Node | undefined;
  let whole: Node | undefined;
  let kind: SymbolKind | undefined;
  let owner = '';
  let parts: Partial<Record<Part, Node>> = NO_PARTS;
  for (const { name, node } of captures) {
    if (name === 'name') nameNode = node;
    else if (name === 'owner') owner = read(node);
    else if (name === 'container') whole = node;
    else if (name.startsWith('definition.')) [whole, kind] = [node, name.slice('definition.'.length) as SymbolKind];
    else if ((PARTS as readonly string[]).includes(name)) parts = { ...parts, [name]: node };
  }
  if (!nameNode || !whole) return undefined;
  const written = read(nameNode);
  const name = nameOf ? nameOf(written) : written;
  const nameStart = nameNode.startIndex + (name === written ? 0 : Math.max(0, written.indexOf(name)));
  return { ...placeOf(whole), kind, node: whole, name, nameStart, owner, parts, pattern: patternIndex };
}

const NO_PARTS = {};
