/** Truth about TypeScript and JavaScript: the tree that the language service gives editors to navigate by. */
import { readFileSync } from 'node:fs';
import { ts } from 'ts-morph';
import type { TrueDefinition, TruthMaker } from './truth';

const NAMELESS = 'functions, classes and signatures without a name';
const OBJECT_VALUES = 'plain values in objects';
const LOCAL_VALUES = 'plain values in functions and blocks';
const VALUES_SET = 'plain values assigned to members';
const VARIABLES_SET = 'functions that variables are given after their declaration, inside of functions';
const KEYS_SET = 'functions and classes set under keys that are computed';
const TYPES_IN_PLACE = 'members of types that are written in place, in parameters and values';
const DECLARED_MEMBERS = 'functions set on members that TypeScript declares elsewhere, inside of functions';
const DEFINED_BY_CALL = 'members that `Object.defineProperty` sets';
const MADE_UP = 'classes and constructors that the tree makes of functions which members are set on';
const PARTS = 'names taken out of a value, as by `const { a } = b`';

export const navigationTruth: TruthMaker = async (paths) => {
  const texts = new Map(paths.map((path) => [path, withInterfaces(path, readFileSync(path, 'utf8').replace(/^\uFEFF/, ''))]));
  const service = ts.createLanguageService(
    {
      getScriptFileNames: () => [...paths],
      getScriptVersion: () => '1',
      getScriptSnapshot: (path) => ts.ScriptSnapshot.fromString(texts.get(path) ?? ''),
      // JavaScript often holds JSX whatever its ending.
      getScriptKind: (path) => scriptKind(path) ?? ts.ScriptKind.Unknown,
      getCurrentDirectory: () => '/',
      getCompilationSettings: () => ({ allowJs: true }),
      getDefaultLibFileName: () => 'lib.d.ts',
      fileExists: (path) => texts.has(path),
      readFile: (path) => texts.get(path),
    },
    undefined,
    ts.LanguageServiceMode.Syntactic,
  );
  const definitions = paths.flatMap((path) => {
    const text = texts.get(path)!;
    const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
    return (service.getNavigationTree(path).childItems ?? []).flatMap((item) => definitionsOf(item, source, path));
  });
  return { by: 'getNavigationTree', definitions, unread: new Set() };
};

const scriptKind = (path: string): ts.ScriptKind | undefined => (/\.[cm]?jsx?$/.test(path) ? ts.ScriptKind.JSX : undefined);

/** The tree does not go into `type X = { … }`, but it does into interfaces: they have the same members on the same lines. */
function withInterfaces(path: string, text: string): string {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path));
  const edits: { start: number; end: number; by: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeAliasDeclaration(node) && ts.isTypeLiteralNode(node.type)) {
      const keyword = source.text.lastIndexOf('type', node.name.getStart(source));
      const equals = source.text.lastIndexOf('=', node.type.getStart(source));
      edits.push({ start: keyword, end: keyword + 4, by: 'interface' }, { start: equals, end: equals + 1, by: ' ' });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return edits.sort((a, b) => b.start - a.start).reduce((made, { start, end, by }) => made.slice(0, start) + by + made.slice(end), text);
}

function definitionsOf(item: ts.NavigationTree, source: ts.SourceFile, path: string): TrueDefinition[] {
  const own = item.spans.map((span): TrueDefinition => {
    const node = nodeAt(source, span);
    const at = nameStart(item, span, source, node);
    const named = { path, name: (node && assignedName(node)) ?? nameOf(item.text, node), line: source.getLineAndCharacterOfPosition(at).line + 1 };
    // `export default name` and `export = name` give out what exists.
    if (node && ts.isExportAssignment(node) && ts.isIdentifier(node.expression)) return { ...named, kind: ts.ScriptElementKind.alias };
    return { ...named, kind: item.kind, notAsked: notAsked(item, node), leftOut: leftOut(item, node) };
  });
  return [...own, ...(item.childItems ?? []).flatMap((inner) => definitionsOf(inner, source, path))];
}

/** Declarations of one name are one item: only the first of them has its place told. */
function nameStart({ nameSpan, text, spans }: ts.NavigationTree, { start }: ts.TextSpan, source: ts.SourceFile, node: ts.Node | undefined): number {
  if (nameSpan && spans.length === 1) return nameSpan.start;
  const named = node && (ts.isVariableStatement(node) ? node.declarationList.declarations.find(({ name }) => name.getText(source) === text) : node);
  const { name } = (named ?? {}) as { name?: ts.Node };
  return name ? name.getStart(source) : (nameSpan?.start ?? start);
}

/** The outermost node that stands in exactly this stretch. */
function nodeAt(source: ts.SourceFile, { start, length }: ts.TextSpan): ts.Node | undefined {
  let node: ts.Node | undefined = source;
  while (node && (node === source || node.getStart(source) !== start || node.end !== start + length)) {
    node = ts.forEachChild(node, (child) => (child.getStart(source) <= start && child.end >= start + length ? child : undefined));
  }
  return node;
}

function notAsked({ kind, text, nameSpan }: ts.NavigationTree, node: ts.Node | undefined): string | undefined {
  if (kind === ts.ScriptElementKind.callSignatureElement || kind === ts.ScriptElementKind.constructSignatureElement || kind === ts.ScriptElementKind.indexSignatureElement) return NAMELESS;
  if (!nameSpan && /callback$|^<|^"/.test(text)) return NAMELESS;
  if (!node) return undefined;
  if (ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node)) return isAssigned(node) ? undefined : NAMELESS;
  if (ts.isBindingElement(node)) return isExported(node) ? undefined : PARTS;
  if (ts.isShorthandPropertyAssignment(node) || ts.isSpreadAssignment(node)) return OBJECT_VALUES;
  if (ts.isPropertyAssignment(node)) return isFunction(node.initializer) ? undefined : OBJECT_VALUES;
  if (!ts.isVariableDeclaration(node) || isFunction(node.initializer)) return undefined;
  const statement = node.parent.parent;
  const atTop = ts.isVariableStatement(statement) && (ts.isSourceFile(statement.parent) || ts.isModuleBlock(statement.parent));
  return atTop && !withinFunction(statement) ? undefined : LOCAL_VALUES;
}

function leftOut({ kind, text }: ts.NavigationTree, node: ts.Node | undefined): string | undefined {
  if (!node) return kind === ts.ScriptElementKind.classElement ? MADE_UP : undefined;
  if (kind === ts.ScriptElementKind.constructorImplementationElement && !ts.isConstructorDeclaration(node)) return MADE_UP;
  if (ts.isBinaryExpression(node) && kind === ts.ScriptElementKind.memberFunctionElement && !node.left.getText().endsWith(text)) return MADE_UP;
  if (ts.isCallExpression(node)) return DEFINED_BY_CALL;
  if (ts.isTypeElement(node) && ts.isTypeLiteralNode(node.parent) && !withinType(node)) return TYPES_IN_PLACE;
  if (isInComment(node) || isInComment(node.parent)) return 'types that are declared in comments';
  return memberSet(node);
}

const isInComment = ({ kind }: ts.Node): boolean => kind >= ts.SyntaxKind.FirstJSDocNode && kind <= ts.SyntaxKind.LastJSDocNode;

/** Types and interfaces hold members at any depth. */
function withinType(node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isStatement(outer) || ts.isInterfaceDeclaration(outer) || ts.isTypeAliasDeclaration(outer); outer = outer.parent) {
    if (ts.isInterfaceDeclaration(outer) || ts.isTypeAliasDeclaration(outer)) return true;
    if (ts.isSourceFile(outer)) return false;
  }
  return false;
}

/** `a.b = function …` in a function, `a.b = 1` anywhere; what is exported so, or put on a class at the top, we want to know. */
function memberSet(node: ts.Node): string | undefined {
  const assignment = assignmentOf(node);
  if (!assignment) return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? VALUES_SET : undefined;
  if (!isFunction(assignment.right) && !ts.isClassExpression(assignment.right)) return VALUES_SET;
  const { left } = assignment;
  if (ts.isElementAccessExpression(left) && !ts.isStringLiteralLike(left.argumentExpression)) return KEYS_SET;
  if (!withinFunction(assignment)) return undefined;
  if (ts.isIdentifier(left)) return VARIABLES_SET;
  return assignment.flags & ts.NodeFlags.JavaScriptFile ? undefined : DECLARED_MEMBERS;
}

/** The assignment that a node is, makes a statement of, or gives the value of. */
function assignmentOf(node: ts.Node): ts.BinaryExpression | undefined {
  const whole = ts.isExpressionStatement(node) ? node.expression : node;
  if (ts.isBinaryExpression(whole)) return whole;
  return ts.isBinaryExpression(node.parent) && node.parent.right === node ? node.parent : undefined;
}

/** The tree names a function that is assigned by its own name, if it has one; we, by that of the member it becomes. */
function assignedName(node: ts.Node): string | undefined {
  const assignment = ts.isFunctionExpression(node) || ts.isClassExpression(node) ? assignmentOf(node) : undefined;
  const left = assignment?.left;
  return left && ts.isPropertyAccessExpression(left) && left.getText() !== 'module.exports' ? left.name.text : undefined;
}

function withinFunction(node: ts.Node): boolean {
  for (let outer = node.parent; !ts.isSourceFile(outer); outer = outer.parent) if (ts.isFunctionLike(outer)) return true;
  return false;
}

const isExported = (node: ts.Node): boolean => {
  let outer: ts.Node = node;
  while (ts.isBindingElement(outer) || ts.isObjectBindingPattern(outer) || ts.isArrayBindingPattern(outer)) outer = outer.parent;
  if (!ts.isVariableDeclaration(outer) || !ts.isVariableStatement(outer.parent.parent)) return false;
  return ts.getModifiers(outer.parent.parent)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
};
const isFunction = (node: ts.Node | undefined): boolean => node !== undefined && (ts.isFunctionExpression(node) || ts.isArrowFunction(node));
const isAssigned = ({ parent }: ts.Node): boolean => ts.isBinaryExpression(parent) || ts.isExportAssignment(parent);

/** `'quoted'` and `['computed']` without quotes, `export=` as the default that it is. */
function nameOf(text: string, node: ts.Node | undefined): string {
  // `module.exports = function …` is the default, too.
  if (text === 'export=' || (text === 'exports' && !(node && ts.isClassElement(node)))) return 'default';
  return /^\[?(['"])(.*)\1\]?$/.exec(text)?.[2] ?? text;
}
