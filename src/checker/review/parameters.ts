/** Parameters at the end of a list that their function does not use, where nothing else asks for them. */
import { ts } from 'ts-morph';
import type { FoundParameter } from '../messages';
import type { Service } from '../service';
import { isFunction, nodeAt, rangeOf, type FunctionNode } from './places';

export function unusedParameters(service: Service, source: ts.SourceFile): FoundParameter[] {
  const found: FoundParameter[] = [];
  const visit = (node: ts.Node): void => {
    const name = isFunction(node) ? freeName(node) : undefined;
    const unused = name ? unusedTail(node as FunctionNode) : [];
    const calls = name && unused.length > 0 ? callsOf(service, source, name) : undefined;
    if (name && calls && calls.length > 0) {
      for (const parameter of unused) {
        found.push({ ...rangeOf(source, parameter), name: parameter.name.getText(source), of: name.getText(source), calls: calls.length, exported: isExported(node) });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * The name of a function that only its own callers give a shape to: a declaration with one body, a
 * constant without a type, a private method of a class that inherits nothing. Callbacks, members that
 * implement something, overloads and whatever is decorated have the parameters that others want.
 */
function freeName(node: FunctionNode): ts.Identifier | ts.PrivateIdentifier | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name && !isOverloaded(node) && !isDefault(node) ? node.name : undefined;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    const { parent } = node;
    const plain = ts.isVariableDeclaration(parent) && parent.initializer === node && !parent.type && (ts.getCombinedNodeFlags(parent) & ts.NodeFlags.Const) !== 0;
    return plain && ts.isIdentifier(parent.name) ? parent.name : undefined;
  }
  if (!ts.isMethodDeclaration(node) || !ts.isClassLike(node.parent)) return undefined;
  const { parent, name } = node;
  const isPrivate = ts.isPrivateIdentifier(name) || hasModifier(node, ts.SyntaxKind.PrivateKeyword);
  const isFree = !parent.heritageClauses && !isDecorated(node) && !isDecorated(parent) && !isOverloaded(node);
  return isPrivate && isFree && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name)) ? name : undefined;
}

/** From the last parameter back, as long as they are plain and unused. */
function unusedTail(node: FunctionNode): ts.ParameterDeclaration[] {
  const unused: ts.ParameterDeclaration[] = [];
  const used = usedNames(node);
  for (const parameter of [...node.parameters].reverse()) {
    const { name, dotDotDotToken, initializer } = parameter;
    if (!ts.isIdentifier(name) || dotDotDotToken || name.text === 'this' || name.text.startsWith('_')) break;
    if ((initializer && !isPlain(initializer)) || isDecorated(parameter) || ts.getModifiers(parameter)?.length) break;
    if (used.has(name.text) || used.has('arguments') || used.has('eval')) break;
    unused.push(parameter);
  }
  return unused;
}

/** Names in the function that may stand for a variable, those of its parameters' own declarations apart. */
function usedNames(node: FunctionNode): Set<string> {
  const names = new Set<string>();
  const visit = (each: ts.Node): void => {
    if (ts.isIdentifier(each) && !isLabelOrKey(each)) names.add(each.text);
    ts.forEachChild(each, visit);
  };
  for (const { name, type, initializer } of node.parameters) {
    if (!ts.isIdentifier(name)) visit(name);
    if (type) visit(type);
    if (initializer) visit(initializer);
  }
  if (node.type) visit(node.type);
  visit(node.body);
  return names;
}

function isLabelOrKey(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node);
}

/** Every use of the function as a call; undefined when it is also used some other way. */
export function callsOf(service: Service, source: ts.SourceFile, name: ts.Node): ts.CallExpression[] | undefined {
  const groups = service.language.findReferences(source.fileName, name.getStart(source)) ?? [];
  const calls: ts.CallExpression[] = [];
  for (const { fileName, textSpan } of groups.flatMap(({ references }) => references)) {
    const file = service.program().getSourceFile(fileName);
    const node = file && nodeAt(file, textSpan.start);
    if (!file || !node) return undefined;
    if (file === source && node.getStart(file) === name.getStart(source)) continue;
    if (isPassedOn(node)) continue;
    const call = calledBy(node);
    if (!call) return undefined;
    calls.push(call);
  }
  return calls;
}

const isPassedOn = ({ parent }: ts.Node): boolean => ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent);

function calledBy(node: ts.Node): ts.CallExpression | undefined {
  const callee = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  return ts.isCallExpression(callee.parent) && callee.parent.expression === callee ? callee.parent : undefined;
}

/** A value whose evaluation does nothing. */
export function isPlain(node: ts.Expression): boolean {
  if (ts.isIdentifier(node) || ts.isLiteralExpression(node)) return true;
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  const { kind } = node;
  return kind === ts.SyntaxKind.TrueKeyword || kind === ts.SyntaxKind.FalseKeyword || kind === ts.SyntaxKind.NullKeyword;
}

export function isExported(node: ts.Node): boolean {
  const statement = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return true;
  const name = (node as { name?: ts.Node }).name ?? (node.parent as { name?: ts.Node }).name;
  const text = name?.getText();
  // `export { name }` somewhere else in the file.
  return node.getSourceFile().statements.some((each) => {
    if (ts.isExportAssignment(each)) return each.expression.getText() === text;
    const clause = ts.isExportDeclaration(each) && !each.moduleSpecifier ? each.exportClause : undefined;
    return clause !== undefined && ts.isNamedExports(clause) && clause.elements.some((element) => (element.propertyName ?? element.name).text === text);
  });
}

function isOverloaded(node: ts.FunctionDeclaration | ts.MethodDeclaration): boolean {
  const siblings: readonly ts.Node[] = ts.isFunctionDeclaration(node) ? ((node.parent as { statements?: readonly ts.Node[] }).statements ?? []) : (node.parent as ts.ClassLikeDeclaration).members;
  return siblings.some((each) => each !== node && each.kind === node.kind && (each as ts.NamedDeclaration).name?.getText() === node.name?.getText());
}

const isDefault = (node: ts.Node): boolean => hasModifier(node, ts.SyntaxKind.DefaultKeyword);

function hasModifier(node: ts.Node, wanted: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === wanted) ?? false);
}

function isDecorated(node: ts.Node): boolean {
  if (ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0) return true;
  return ts.isMethodDeclaration(node) && node.parameters.some((each) => (ts.getDecorators(each)?.length ?? 0) > 0);
}
