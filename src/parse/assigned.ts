/** Functions and classes that are assigned: `exports.x = function …`, `X.prototype.y = …`, `this.z = class …`. */
import { ts } from 'ts-morph';
import type { SymbolFact, SymbolKind } from '../kernel';
import { assignmentsIn } from './commonjs';
import type { Declaration } from './declaration';
import { bodyStart, clip, valueKind } from './values';

/** Names that functions keep their `this` under. */
const SELF = /^(?:this|self|that|_this)$/;
/** Members that hold code: `this` in them is what they belong to. */
const METHODS: ReadonlySet<SymbolKind> = new Set(['method', 'constructor', 'accessor']);

/**
 * The definition that `node`, a statement or an expression that assigns, makes; undefined for plain values. Inside
 * functions only members of something are definitions, and only in JavaScript: TypeScript declares them elsewhere,
 * and a function that a variable is given is that of the variable.
 */
export function assigned(node: ts.Node, expression: ts.Expression, outer: SymbolFact | undefined): Declaration | undefined {
  const nested = outer !== undefined || ts.isBinaryExpression(node);
  if (nested && (node.flags & ts.NodeFlags.JavaScriptFile) === 0) return undefined;
  const { path, nameNode, value } = assignmentsIn(expression).at(-1) ?? {};
  if (!path || !nameNode || !value) return undefined;
  const kind = valueKind(value);
  if (kind === 'constant') return undefined;
  const exported = path[0] === 'exports';
  if (nested && path.length === 1 && !exported) return undefined;
  const ofThis = outer ? SELF.test(path[0]!) : path[0] === 'this';
  const [name, ...owners] = [...(exported || ofThis || path[0] === '' ? path.slice(1) : path)].reverse();
  const own = ts.isFunctionExpression(value) || ts.isClassExpression(value) ? value.name : undefined;
  const inValue = outer?.kind === 'constant' || outer?.kind === 'variable';
  const ofHolder = outer && (inValue || (ofThis ? METHODS.has(outer.kind) : owners.at(-1) === outer.name));
  return {
    name: clip(name ?? own?.text ?? 'default'),
    nameNode: name === undefined && own ? own : nameNode,
    ...(owners.length > 0 ? { owner: clip(owners.reverse().join('.')) } : {}),
    ...(ofHolder ? { holder: holderOf(outer) } : {}),
    // What is exported from within a function is no name in it.
    kind: kind === 'function' && ((outer && !inValue) || owners.length > 0 || ofThis || path[0] === '') ? 'method' : kind,
    node,
    details: value,
    headEnd: bodyStart(value),
    exported,
  };
}

/** The qualified name without the own one; empty at the top. */
const holderOf = ({ name, qualifiedName }: SymbolFact): string => (qualifiedName.endsWith(`.${name}`) ? qualifiedName.slice(0, -name.length - 1) : '');
