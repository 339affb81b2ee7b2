/** Modules that are loaded where they are needed and taken apart at once: which patterns name their exports. */
import { ts } from 'ts-morph';
import { importReceiver } from './references';

export interface UnpackedModule {
  /** The pattern whose keys are exports of the module. */
  readonly pattern: ts.ObjectBindingPattern;
  readonly specifier: ts.StringLiteralLike;
  /** The receiver of those keys. */
  readonly receiver: string;
  readonly by: 'import' | 'require';
}

const { SyntaxKind } = ts;

/** `const { x } = await import('…')`, `const { x } = require('…')`, `import('…').then(({ x }) => …)`. */
export function unpackedBy(node: ts.Node): UnpackedModule | undefined {
  if (node.kind === SyntaxKind.VariableDeclaration) {
    const { name, initializer } = node as ts.VariableDeclaration;
    if (name.kind !== SyntaxKind.ObjectBindingPattern || !initializer) return undefined;
    const awaited = importedBy(initializer);
    return awaited ? unpacked(name, awaited, 'import') : unpacked(name, argumentOf(initializer, isRequire), 'require');
  }
  return node.kind === SyntaxKind.CallExpression ? unpackedLater(node as ts.CallExpression) : undefined;
}

/** The module of `await import('…')`, with brackets around it or without. */
export function importedBy(node: ts.Node): ts.StringLiteralLike | undefined {
  let value = node;
  while (value.kind === SyntaxKind.ParenthesizedExpression) value = (value as ts.ParenthesizedExpression).expression;
  return value.kind === SyntaxKind.AwaitExpression ? argumentOf((value as ts.AwaitExpression).expression, isImport) : undefined;
}

function unpackedLater({ expression, arguments: given }: ts.CallExpression): UnpackedModule | undefined {
  if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'then') return undefined;
  const [first] = given;
  if (!first || !(ts.isArrowFunction(first) || ts.isFunctionExpression(first))) return undefined;
  const name = first.parameters[0]?.name;
  return name && ts.isObjectBindingPattern(name) ? unpacked(name, argumentOf(expression.expression, isImport), 'import') : undefined;
}

function unpacked(pattern: ts.ObjectBindingPattern, specifier: ts.StringLiteralLike | undefined, by: UnpackedModule['by']): UnpackedModule | undefined {
  return specifier && { pattern, specifier, receiver: importReceiver(specifier.text), by };
}

const isImport = ({ kind }: ts.Expression): boolean => kind === SyntaxKind.ImportKeyword;
const isRequire = (callee: ts.Expression): boolean => ts.isIdentifier(callee) && callee.text === 'require';

function argumentOf(node: ts.Node, isLoader: (callee: ts.Expression) => boolean): ts.StringLiteralLike | undefined {
  if (!ts.isCallExpression(node) || !isLoader(node.expression)) return undefined;
  const [argument] = node.arguments;
  return argument && ts.isStringLiteralLike(argument) ? argument : undefined;
}
