/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- classes of ts-morph are made of mixins */
/** Edits inside functions: a promise that is waited for, a parameter that goes. */
import { Node, type SourceFile } from 'ts-morph';

/** Puts `await` before the expression of the statement at an offset. */
export function addAwait(file: SourceFile, offset: number): string | undefined {
  const statement = file.getDescendantAtPos(offset)?.getFirstAncestor((each) => Node.isExpressionStatement(each) && each.getStart() === offset);
  if (!Node.isExpressionStatement(statement)) return undefined;
  const expression = statement.getExpression();
  const simple = Node.isCallExpression(expression) || Node.isIdentifier(expression) || Node.isPropertyAccessExpression(expression);
  if (!simple) return undefined;
  file.insertText(expression.getStart(), 'await ');
  return file.getFullText();
}

/** Takes the parameter at an offset away, and what calls give for it. `calls`: offsets of their callees' names. */
export function removeParameter(file: SourceFile, offset: number, calls: readonly number[]): string | undefined {
  const parameter = parameterAt(file, offset);
  if (!Node.isParameterDeclaration(parameter)) return undefined;
  const index = indexOf(parameter);
  // From the end, so that places before stay where they are.
  for (const at of [...calls].sort((a, b) => b - a)) {
    const call = file.getDescendantAtPos(at)?.getFirstAncestor((each) => Node.isCallExpression(each) && each.getExpression().getEnd() > at && each.getExpression().getStart() <= at);
    if (!Node.isCallExpression(call)) return undefined;
    const given = call.getArguments();
    if (given.slice(0, index + 1).some((each) => Node.isSpreadElement(each))) return undefined;
    if (given[index]) call.removeArgument(index);
  }
  parameter.remove();
  return file.getFullText();
}

/** A name that says that the parameter is not used. */
export function underscore(file: SourceFile, offset: number): string | undefined {
  const parameter = parameterAt(file, offset);
  if (!Node.isParameterDeclaration(parameter)) return undefined;
  file.insertText(parameter.getNameNode().getStart(), '_');
  return file.getFullText();
}

const parameterAt = (file: SourceFile, offset: number): Node | undefined =>
  file.getDescendantAtPos(offset)?.getFirstAncestor((each) => Node.isParameterDeclaration(each) && each.getStart() === offset);

function indexOf(parameter: Node): number {
  const parent = parameter.getParent();
  return Node.isParametered(parent) ? parent.getParameters().findIndex((each) => each === parameter) : -1;
}
