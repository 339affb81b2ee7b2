/** Definitions as captured to symbols: who holds whom, what is only local, and what each says of itself. */
import type { HeritageFact, LineRange, SymbolFact, SymbolKind } from '../../kernel';
import { LIMITS } from '../../kernel';
import type { LineTable } from '../lines';
import type { Bound, Captured, Definition } from './captures';
import { headBetween, modifiersIn, trimHead, typeName, typeText } from './heads';
import { field, readParameters, readTypeParameters } from './parameters';
import { createCursor, firstFrom, outersOf, type Place } from './places';
import { CALLABLES, TYPES, VALUES, type Described, type LanguageRules, type Read } from './rules';

export type Symbol = SymbolFact & { complexity: number; doc?: LineRange; heritage: HeritageFact[] };

export interface Outline {
  readonly symbols: Symbol[];
  /** Of each definition: its symbol's index, or that of the symbol around it; -1 for none. */
  readonly symbolOf: Int32Array;
  /** Names that definitions bind in the scopes around them. */
  readonly bound: Bound[];
  /** Assignments that define nothing here. */
  readonly writes: Place[];
}

export interface OutlineInput {
  readonly text: string;
  readonly read: Read;
  readonly lines: LineTable;
  readonly rules: LanguageRules;
  readonly captured: Captured;
  /** Sorted by place; decorators in front of a definition belong to its stretch. */
  readonly definitions: readonly Definition[];
}

/** Of names that are paths themselves, as namespaces may be. */
const SEPARATORS = /::|\\/g;
const QUALIFIED_MAX = 4 * LIMITS.symbolNameMaxChars;

export function outline(input: OutlineInput): Outline {
  const { definitions, captured, rules } = input;
  const outers = outersOf(definitions);
  const scopes = [...captured.scopes, ...definitions.filter(({ kind }) => kind && CALLABLES.has(kind)).map(({ node }) => placeOfNode(node))];
  scopes.sort((a, b) => a.start - b.start || b.end - a.end);
  const scopeAt = createCursor(scopes);
  const result: Outline = { symbols: [], symbolOf: new Int32Array(definitions.length).fill(-1), bound: [], writes: [] };
  const names = definitions.map(() => '');
  const locals = new Uint8Array(definitions.length);
  const assigned = new Set<string>();
  const firstNames = firstNamesOf(definitions);
  const accessOf = createAccess(captured, definitions);

  definitions.forEach((definition, index) => {
    let outer = outers[index]!;
    // `a = b = value` at the top defines two, side by side.
    while (outer >= 0 && isAssignedWith(definition, definitions[outer]!)) outer = outers[outer]!;
    const parent = outer >= 0 ? result.symbolOf[outer]! : -1;
    const around = outer >= 0 ? names[outer]! : '';
    const scope = scopes[scopeAt.at(definition.start)];
    result.symbolOf[index] = parent;
    names[index] = around;
    // `a = b = value`: what holds a local value is local itself.
    let holder = outer;
    while (holder >= 0 && locals[holder]) holder = outers[holder]!;
    if (definition.kind && isLocal(definition, definition.kind, definitions[holder], scope)) {
      locals[index] = 1;
      if (!rules.assignmentIsGlobal) {
        result.bound.push({ start: definition.nameStart, end: definition.nameStart, name: definition.name, as: 'local' });
      }
      // Where the scope says that the name is a global one, this writes it.
      result.writes.push(placeOfName(definition));
      return;
    }
    names[index] = [around, typeName(definition.owner), definition.name].filter((part) => part !== '').join('.').replace(SEPARATORS, '.').slice(0, QUALIFIED_MAX);
    if (!definition.kind) return;
    if (rules.isNone?.({ kind: definition.kind, node: definition.node })) {
      names[index] = around;
      return;
    }
    if (rules.assignmentDefines && VALUES.has(definition.kind)) {
      if (assigned.has(names[index])) {
        result.writes.push(placeOfName(definition));
        names[index] = around;
        return;
      }
      assigned.add(names[index]);
    }
    const outerSymbol = parent >= 0 ? result.symbols[parent] : undefined;
    if (outerSymbol && CALLABLES.has(outerSymbol.kind)) {
      // One unit back: the definition's own scope must not hold its name.
      result.bound.push({ start: definition.start - 1, end: definition.start, name: definition.name, as: 'local' });
    }
    result.symbolOf[index] = result.symbols.length;
    const place = { parent, qualifiedName: names[index], outer: definitions[outer], outerSymbol, access: accessOf(definition.start, outer), firstName: firstNames.get(definition.node.id)! };
    result.symbols.push(toSymbol(definition, definition.kind, place, input));
  });
  return result;
}

const isAssignedWith = ({ kind, node }: Definition, outer: Definition): boolean =>
  kind !== undefined && VALUES.has(kind) && outer.kind === kind && node.type === outer.node.type && node.parent?.id === outer.node.id;
const placeOfName = ({ nameStart, name }: Definition): Place => ({ start: nameStart, end: nameStart + name.length });
const placeOfNode = (node: Definition['node']): Place => ({ start: node.startIndex, end: node.endIndex });

/** Plain values inside functions are no definitions of the file. */
function isLocal({ start }: Definition, kind: SymbolKind, outer: Definition | undefined, scope: Place | undefined): boolean {
  if (!VALUES.has(kind) || !scope) return false;
  return scope.start < start && scope.start >= (outer?.start ?? 0);
}

/** Where a definition stands among the others. */
interface Standing {
  readonly parent: number;
  readonly qualifiedName: string;
  readonly outer: Definition | undefined;
  readonly outerSymbol: Symbol | undefined;
  readonly access: string;
  /** Where the first name of the same declaration stands. */
  readonly firstName: number;
}

/** The access section that rules at an offset in a definition. Offsets must not fall. */
function createAccess({ access }: Captured, definitions: readonly Definition[]): (offset: number, outer: number) => string {
  const cursor = createCursor(definitions);
  const sections = new Map<number, string>();
  let next = 0;
  return (offset, outer) => {
    for (; next < access.length && access[next]!.start < offset; next += 1) {
      sections.set(cursor.at(access[next]!.start), access[next]!.word);
    }
    return sections.get(outer) ?? '';
  };
}

/** Of each declaration, where its first name stands. */
function firstNamesOf(definitions: readonly Definition[]): Map<number, number> {
  const first = new Map<number, number>();
  for (const { node, nameStart } of definitions) first.set(node.id, Math.min(first.get(node.id) ?? nameStart, nameStart));
  return first;
}

function toSymbol(
  definition: Definition,
  captureKind: SymbolKind,
  { parent, qualifiedName, outer, outerSymbol, access, firstName }: Standing,
  input: OutlineInput,
): Symbol {
  const { text, read, lines, rules, captured } = input;
  const { node, name, owner, start, end, nameStart, parts } = definition;
  const outerKind = outer && (outer.kind === undefined ? 'class' : (outerSymbol?.kind ?? outer.kind));
  const known = {
    name, owner, node, access, read,
    kind: memberKind(captureKind, outerKind, owner),
    outer: outer && outerKind ? { kind: outerKind, name: outer.name, node: outer.node } : undefined,
  };
  const kind = rules.kindOf?.(known) ?? known.kind;
  const callable = CALLABLES.has(kind);
  const body = parts.body ?? field(node, ['body']);
  const value = parts.value ?? (callable ? undefined : field(node, ['value', 'right', 'default_value']));
  const headEnd = Math.min(body?.startIndex ?? end, value && value.startIndex > nameStart ? value.startIndex : end);
  const parameterList = parts.parameters ?? (callable ? field(node, ['parameters']) : undefined);
  const decorators = namesOfDecorators(definition, captured, text);
  const modifiers = rules.modifiers ? modifiersIn(wordsOf(definition, parameterList?.endIndex ?? headEnd, headEnd, input), rules.modifiers) : [];
  const described: Described = { ...known, kind, modifiers, decorators };
  const visible = !outerSymbol || (outerSymbol.exported && !CALLABLES.has(outerSymbol.kind));
  const typed = callable || VALUES.has(kind);
  const returns = parts.returns ?? (typed ? field(node, ['return_type', 'result', 'returns', 'type']) : undefined);
  return {
    name: name.slice(0, LIMITS.symbolNameMaxChars),
    qualifiedName,
    kind,
    signature: trimHead(signatureOf(definition, headEnd, firstName, input), callable),
    exported: visible && (rules.isExported?.(described) ?? true),
    parent,
    startLine: lines.lineAt(start),
    endLine: lines.lineAt(lastOf(text, start, end)),
    nameLine: lines.lineAt(nameStart),
    nameColumn: lines.columnAt(nameStart),
    parameters: callable && rules.parametersOfDefinition ? rules.parametersOfDefinition(node, read) : readParameters(parameterList, read, rules),
    returnType: typed ? (rules.returnTypeOf?.({ ...known, kind }) ?? (returns ? typeText(read(returns)) : '')) : '',
    typeParameters: rules.typeParametersOf?.(node, read) ?? readTypeParameters(parts.typeParameters ?? field(node, ['type_parameters']), read),
    modifiers,
    decorators,
    heritage: [],
    complexity: callable && body ? 1 : 0,
  };
}

/** Of several names in one declaration each has the words in front of the first, and its own. */
function signatureOf({ start, nameStart, name }: Definition, headEnd: number, firstName: number, { text, captured }: OutlineInput): string {
  // `typedef struct { … } name`: the name stands behind the body.
  if (nameStart >= headEnd) return `${headBetween(text, start, headEnd, captured)} ${name}`;
  if (firstName >= nameStart) return headBetween(text, start, headEnd, captured);
  const shared = headBetween(text, start, firstName, captured).replace(/\s*\$$/, '');
  return `${shared} ${headBetween(text, nameStart, headEnd, captured)}`.trim();
}

function memberKind(kind: SymbolKind, outer: SymbolKind | undefined, owner: string): SymbolKind {
  // A constant that holds functions is a member of an enum with a body of its own.
  const isMember = owner !== '' || (outer !== undefined && (TYPES.has(outer) || outer === 'constant'));
  if (isMember && kind === 'function') return 'method';
  return isMember && kind === 'variable' ? 'property' : kind;
}

/** Offset of the last character that is no white space: some nodes reach into the next line. */
function lastOf(text: string, start: number, end: number): number {
  let last = end - 1;
  while (last > start && /\s/.test(text[last]!)) last -= 1;
  return Math.max(last, start);
}

function decoratorsOf({ start, nameStart }: Definition, { decorators }: Captured): Place[] {
  const found: Place[] = [];
  for (let i = firstFrom(decorators, start); i < decorators.length && decorators[i]!.start < nameStart; i += 1) {
    found.push(decorators[i]!);
  }
  return found;
}

function namesOfDecorators(definition: Definition, captured: Captured, text: string): string[] {
  return decoratorsOf(definition, captured).flatMap(({ start, end }) => {
    const names: string[] = [];
    const places = captured.decoratorNames;
    for (let i = firstFrom(places, start); i < places.length && places[i]!.start < end; i += 1) {
      names.push(typeName(text.slice(places[i]!.start, places[i]!.end)));
    }
    return names;
  });
}

/** What stands before the name and behind the parameters, decorators left out. */
function wordsOf(definition: Definition, parametersEnd: number, headEnd: number, { text, captured }: OutlineInput): string {
  const words: string[] = [];
  let at = definition.start;
  for (const { start, end } of decoratorsOf(definition, captured)) {
    words.push(headBetween(text, at, start, captured));
    at = Math.max(at, end);
  }
  words.push(headBetween(text, at, definition.nameStart, captured));
  if (parametersEnd < headEnd) words.push(headBetween(text, parametersEnd, headEnd, captured));
  return words.join(' ');
}
