/** What a value says of the definition that it is given to, and how much of a name is kept. */
import { ts } from 'ts-morph';
import { LIMITS, type SymbolKind } from '../kernel';

export const clip = (name: string): string => name.slice(0, LIMITS.symbolNameMaxChars);

export function valueKind(value: ts.Expression): SymbolKind {
  if (isFunctionValue(value)) return 'function';
  return ts.isClassExpression(value) ? 'class' : 'constant';
}

export function isFunctionValue(value: ts.Expression | undefined): boolean {
  return value !== undefined && (ts.isArrowFunction(value) || ts.isFunctionExpression(value));
}

/** Where the head of what is defined by the value ends. */
export function bodyStart(value: ts.Expression): number {
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return value.body.pos;
  if (ts.isClassExpression(value)) return value.members.pos - 1;
  // The value itself may be long or secret; `name: type =` is the head.
  return value.pos;
}
