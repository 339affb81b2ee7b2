/** Truth about Scala: the parser of scalameta, as JavaScript. */
import { loadPackage, readBy } from './packaged';
import type { TrueDefinition } from './truth';

interface ScalaNode {
  readonly type: string;
  readonly pos: { readonly start: number };
  readonly value?: string;
  readonly [part: string]: unknown;
}

interface Parsers {
  parseSource(text: string, options: { dialect: string }): ScalaNode | { readonly error: string };
}

type Definition = Omit<TrueDefinition, 'path'>;

/** The first that reads a file without an error is taken. */
const DIALECTS = ['Scala3', 'Scala213Source3', 'Scala213', 'Scala212'];

const KINDS: Readonly<Record<string, string>> = {
  'Defn.Class': 'class', 'Defn.Object': 'object', 'Defn.Trait': 'trait', 'Defn.Enum': 'enum', 'Defn.EnumCase': 'enum case',
  'Defn.Def': 'method', 'Decl.Def': 'method', 'Defn.Macro': 'method', 'Ctor.Secondary': 'constructor', 'Defn.Type': 'type', 'Decl.Type': 'type',
  'Defn.Given': 'given', 'Defn.GivenAlias': 'given', 'Decl.Given': 'given', 'Pkg.Object': 'object',
};
const VALUES: readonly string[] = ['Defn.Val', 'Defn.Var', 'Decl.Val', 'Decl.Var'];

/** Types and members; values where they are members or stand at the top. */
export const scalaTruth = readBy('scalameta', () => {
  const { parseSource } = loadPackage('scalameta-parsers@4.14.2', 'main.js') as Parsers;
  return (text) => {
    const lineAt = lines(text);
    for (const dialect of DIALECTS) {
      const tree = parseSource(text, { dialect });
      if ('type' in tree) return definitionsOf(tree, lineAt, false);
    }
    throw new Error('no dialect reads it');
  };
});

function definitionsOf(node: ScalaNode, lineAt: (at: number) => number, local: boolean): Definition[] {
  const own = namesOf(node).map(({ value, pos, kind, notAsked }): Definition => ({ name: value, line: lineAt(pos.start), kind, local, notAsked }));
  const inner = Object.entries(node).flatMap(([part, value]) => {
    const inside = local || isCode(node.type, part);
    return (Array.isArray(value) ? value : [value]).filter(isNode).flatMap((child) => definitionsOf(child, lineAt, inside));
  });
  return [...own, ...inner];
}

/** A body that is a template or an extension holds members; any other one is code, as values and terms are. */
const isCode = (type: string, part: string): boolean =>
  part === 'rhs' || (part === 'body' && ['Defn.Def', 'Defn.Macro', 'Defn.GivenAlias', 'Ctor.Secondary'].includes(type)) || /^Term\.(?!Param)/.test(type);

interface Name {
  readonly value: string;
  readonly pos: { readonly start: number };
  readonly kind: string;
  readonly notAsked?: string;
}

function namesOf(node: ScalaNode): Name[] {
  const kind = KINDS[node.type];
  if (kind) return [...named(node.name, kind), ...parametersOf(node)];
  if (VALUES.includes(node.type)) return (node.pats as ScalaNode[]).flatMap((pattern) => bound(pattern, /Var$/.test(node.type) ? 'var' : 'val'));
  if (node.type === 'Defn.RepeatedEnumCase') return (node.cases as ScalaNode[]).flatMap((one) => named(one, 'enum case'));
  return [];
}

/** Parameters of a constructor are members with `val` or `var`, and in the first list of a case class. */
function parametersOf({ type, mods = [], ctor }: ScalaNode): Name[] {
  const isCase = type === 'Defn.EnumCase' || (mods as ScalaNode[]).some((modifier) => modifier.type === 'Mod.Case');
  const lists = isNode(ctor) ? (ctor.paramClauses as ScalaNode[]) : [];
  return lists.flatMap(({ values }, index) =>
    (values as ScalaNode[]).flatMap((parameter) => {
      const isMember = (isCase && index === 0) || (parameter.mods as ScalaNode[]).some((modifier) => /^Mod\.Va[lr]Param$/.test(modifier.type));
      return named(parameter.name, 'parameter').map((name) => (isMember ? name : { ...name, notAsked: 'parameters of constructors that are no members' }));
    }),
  );
}

const named = (name: unknown, kind: string): Name[] => (isNode(name) && name.value ? [{ value: name.value, pos: name.pos, kind }] : []);

function bound(pattern: ScalaNode, kind: string): Name[] {
  if (pattern.type === 'Pat.Var') return named(pattern.name, kind);
  return Object.values(pattern).flat().filter(isNode).flatMap((inner) => bound(inner, kind));
}

const isNode = (value: unknown): value is ScalaNode => typeof value === 'object' && value !== null && 'type' in value && 'pos' in value;

/** Offset → line, from 1. */
function lines(text: string): (at: number) => number {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
  return (at) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! < at) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
