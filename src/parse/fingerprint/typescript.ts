/**
 * What of a TypeScript or JavaScript tree counts for its shape. Names and values are alike, types,
 * modifiers, decorators, brackets and the names of definitions say nothing, and what is only another way
 * to write the same is the same: functions in all their forms, a body without braces, quotes.
 */
import { ts } from 'ts-morph';
import type { FingerprintBuilder } from './builder';

const { SyntaxKind } = ts;

/** How a kind of node counts; 0 stands for plainly. */
/** It does not count, what is in it does. */
const CLEAR = 1;
/** Neither it nor what is in it counts. */
const MUTE = 2;
const VALUE = 3;
const CALLABLE = 4;
const TYPE = 5;

const FUNCTION = 1_001;
const CLASS = 1_002;
const LITERAL = 1_003;
const NAME = 1_004;
const OPERATOR = 1_024;

const ROLES = rolesOfKinds();

/** What has to be asked of a node beside its role, as bits by kind: of most nothing. */
/** It may be the name of a definition; identifiers are told by `name`. */
const MAY_NAME = 1;
const MAY_BE_MUTE = 2;
const OPERATES = 4;
const MAY_BE_METHOD = 8;
const QUESTIONS = questionsOfKinds();

/** Kinds of nodes in which braces may be left out. */
const WRAPS = wrappingKinds();

/** What `enter` did and `leave` has to undo. */
type Entered = number;
const ENTERED = 1;
const OPENED = 2;
const MUTED = 4;
const BLOCK = 8;
const RETURN = 16;

export interface TypeScriptPrinter {
  /** The code of `node`, once it is met, is that of the symbol. */
  expect(node: ts.Node, symbol: number): void;
  enter(node: ts.Node, parent: ts.Node): Entered;
  leave(entered: Entered): void;
  name(node: ts.Identifier | ts.PrivateIdentifier, parent: ts.Node): void;
}

/** For those who need no fingerprints. */
export const NO_PRINTER: TypeScriptPrinter = { expect: () => undefined, enter: () => 0, leave: () => undefined, name: () => undefined };

export function createTypeScriptPrinter(builder: FingerprintBuilder): TypeScriptPrinter {
  const expected = new Map<ts.Node, number>();
  let muted = 0;

  function start(node: ts.Node, code: number): Entered {
    const symbol = expected.get(node);
    if (symbol !== undefined) {
      expected.delete(node);
      builder.open(symbol);
      builder.enter(code);
      return OPENED | ENTERED;
    }
    if (!builder.isOpen()) return 0;
    builder.enter(code);
    return ENTERED;
  }

  function mute(): Entered {
    muted += 1;
    return MUTED;
  }

  function enter(node: ts.Node, parent: ts.Node): Entered {
    if (muted > 0) return mute();
    const role = ROLES[node.kind]!;
    if (role === CALLABLE || role === TYPE) {
      if (role === CALLABLE && (node as { body?: ts.Node }).body === undefined) return mute();
      return before(node, parent) | start(node, role === CALLABLE ? FUNCTION : CLASS);
    }
    if (!builder.isOpen()) return 0;
    if (role === MUTE) return mute();
    const questions = QUESTIONS[node.kind]!;
    if (questions & (MAY_NAME | MAY_BE_MUTE) && isMute(node, parent)) return mute();
    const around = before(node, parent);
    if (role === CLEAR || (questions & MAY_BE_METHOD && isMethod(node))) return around;
    if (role === VALUE) {
      builder.leaf(LITERAL, (node as ts.Node & { text?: string }).text ?? String(node.kind));
      return around;
    }
    builder.enter(questions & OPERATES ? operatorCode(node as ts.PrefixUnaryExpression) : node.kind);
    return around | ENTERED;
  }

  function leave(entered: Entered): void {
    if (entered === 0) return;
    if (entered & MUTED) muted -= 1;
    if (entered & ENTERED) builder.leave();
    if (entered & OPENED) builder.close();
    if (entered & RETURN) builder.leave();
    if (entered & BLOCK) builder.leave();
  }

  /** The braces, and the return, that the author left out. */
  function before(node: ts.Node, parent: ts.Node): Entered {
    if (WRAPS[parent.kind] === 0 || !builder.isOpen() || node.kind === SyntaxKind.Block) return 0;
    if (parent.kind === SyntaxKind.ArrowFunction) {
      if ((parent as ts.ArrowFunction).body !== node) return 0;
      builder.enter(SyntaxKind.Block);
      builder.enter(SyntaxKind.ReturnStatement);
      return BLOCK | RETURN;
    }
    if (!isBranch(node, parent)) return 0;
    builder.enter(SyntaxKind.Block);
    return BLOCK;
  }

  return {
    expect(node, symbol) {
      const code = codeOf(node);
      if (code) expected.set(code, symbol);
    },
    enter,
    leave,
    name(node, parent) {
      if (muted > 0 || !builder.isOpen() || isOwnName(node, parent)) return;
      const around = before(node, parent);
      builder.leaf(NAME, node.text);
      leave(around);
    },
  };
}

/** The function or class that a definition is or holds. */
function codeOf(node: ts.Node): ts.Node | undefined {
  const value = (node as { initializer?: ts.Node }).initializer ?? node;
  const role = ROLES[value.kind]!;
  return role === CALLABLE || role === TYPE ? value : undefined;
}

const operatorCode = ({ kind, operator }: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): number => kind + OPERATOR * operator;

/** A statement that may stand without braces. */
function isBranch(node: ts.Node, parent: ts.Node): boolean {
  switch (parent.kind) {
    case SyntaxKind.IfStatement:
      return node !== (parent as ts.IfStatement).expression;
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
      return node === (parent as ts.IterationStatement).statement;
    default:
      return false;
  }
}

/** `name: function () {}` is another way to write a method. */
const isMethod = (node: ts.Node): boolean =>
  node.kind === SyntaxKind.PropertyAssignment && ROLES[(node as ts.PropertyAssignment).initializer.kind] === CALLABLE;

function isOwnName(node: ts.Node, parent: ts.Node): boolean {
  const role = ROLES[parent.kind]!;
  return (role === CALLABLE || role === TYPE || isMethod(parent)) && (parent as ts.NamedDeclaration).name === node;
}

function isMute(node: ts.Node, parent: ts.Node): boolean {
  if (isOwnName(node, parent)) return true;
  if (node.kind === SyntaxKind.JsxText) return (node as ts.JsxText).containsOnlyTriviaWhiteSpaces;
  // 'use strict' and its like.
  return node.kind === SyntaxKind.ExpressionStatement && (node as ts.ExpressionStatement).expression.kind === SyntaxKind.StringLiteral;
}

function questionsOfKinds(): Uint8Array {
  const questions = new Uint8Array(SyntaxKind.Count);
  for (const kind of [
    SyntaxKind.StringLiteral, SyntaxKind.NumericLiteral, SyntaxKind.BigIntLiteral, SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.ComputedPropertyName,
  ]) questions[kind] = MAY_NAME;
  for (const kind of [SyntaxKind.JsxText, SyntaxKind.ExpressionStatement]) questions[kind] = MAY_BE_MUTE;
  for (const kind of [SyntaxKind.PrefixUnaryExpression, SyntaxKind.PostfixUnaryExpression]) questions[kind] = OPERATES;
  questions[SyntaxKind.PropertyAssignment] = MAY_BE_METHOD;
  return questions;
}

function wrappingKinds(): Uint8Array {
  const wraps = new Uint8Array(SyntaxKind.Count);
  for (const kind of [
    SyntaxKind.ArrowFunction, SyntaxKind.IfStatement, SyntaxKind.ForStatement, SyntaxKind.ForInStatement, SyntaxKind.ForOfStatement,
    SyntaxKind.WhileStatement, SyntaxKind.DoStatement,
  ]) wraps[kind] = 1;
  return wraps;
}

function rolesOfKinds(): Uint8Array {
  const roles = new Uint8Array(SyntaxKind.Count);
  const set = (role: number, kinds: readonly ts.SyntaxKind[]): void => kinds.forEach((kind) => void (roles[kind] = role));
  roles.fill(MUTE, SyntaxKind.FirstTypeNode, SyntaxKind.LastTypeNode + 1);
  set(CLEAR, [
    SyntaxKind.ParenthesizedExpression, SyntaxKind.AsExpression, SyntaxKind.SatisfiesExpression, SyntaxKind.NonNullExpression,
    SyntaxKind.TypeAssertionExpression, SyntaxKind.VariableStatement, SyntaxKind.VariableDeclarationList,
  ]);
  set(MUTE, [
    SyntaxKind.AnyKeyword, SyntaxKind.UnknownKeyword, SyntaxKind.NumberKeyword, SyntaxKind.BigIntKeyword, SyntaxKind.ObjectKeyword,
    SyntaxKind.BooleanKeyword, SyntaxKind.StringKeyword, SyntaxKind.SymbolKeyword, SyntaxKind.VoidKeyword,
    SyntaxKind.UndefinedKeyword, SyntaxKind.NeverKeyword,
    SyntaxKind.AbstractKeyword, SyntaxKind.AccessorKeyword, SyntaxKind.AsyncKeyword, SyntaxKind.ConstKeyword, SyntaxKind.DeclareKeyword,
    SyntaxKind.DefaultKeyword, SyntaxKind.ExportKeyword, SyntaxKind.PrivateKeyword,
    SyntaxKind.ProtectedKeyword, SyntaxKind.PublicKeyword, SyntaxKind.ReadonlyKeyword, SyntaxKind.OverrideKeyword, SyntaxKind.StaticKeyword,
    SyntaxKind.QuestionToken, SyntaxKind.ColonToken, SyntaxKind.ExclamationToken, SyntaxKind.EqualsGreaterThanToken,
    SyntaxKind.Decorator, SyntaxKind.TypeParameter, SyntaxKind.HeritageClause, SyntaxKind.ExpressionWithTypeArguments,
    SyntaxKind.InterfaceDeclaration, SyntaxKind.TypeAliasDeclaration, SyntaxKind.IndexSignature, SyntaxKind.EmptyStatement,
    SyntaxKind.SemicolonClassElement, SyntaxKind.JsxClosingElement, SyntaxKind.JsxClosingFragment,
    SyntaxKind.TemplateHead, SyntaxKind.TemplateMiddle, SyntaxKind.TemplateTail, SyntaxKind.EndOfFileToken,
  ]);
  set(VALUE, [
    SyntaxKind.StringLiteral, SyntaxKind.NumericLiteral, SyntaxKind.BigIntLiteral, SyntaxKind.RegularExpressionLiteral,
    SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NullKeyword, SyntaxKind.JsxText,
  ]);
  set(CALLABLE, [
    SyntaxKind.FunctionDeclaration, SyntaxKind.FunctionExpression, SyntaxKind.ArrowFunction, SyntaxKind.MethodDeclaration,
    SyntaxKind.Constructor, SyntaxKind.GetAccessor, SyntaxKind.SetAccessor,
  ]);
  set(TYPE, [SyntaxKind.ClassDeclaration, SyntaxKind.ClassExpression]);
  return roles;
}
