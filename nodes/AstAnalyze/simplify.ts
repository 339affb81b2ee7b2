import type { IDataObject } from 'n8n-workflow';
import type { StructuralContext, SymbolFact } from '../../src/index';
import { toJson } from '../shared/answer';

/** A symbol without what only programs need: its parent's number and the positions of its name and comment. */
export function simplifySymbol<T extends SymbolFact>(symbol: T): Omit<T, 'parent' | 'doc' | 'nameLine' | 'nameColumn'> {
  const { parent: _parent, doc: _doc, nameLine: _line, nameColumn: _column, ...rest } = symbol;
  return rest;
}

export function simplifyContext({ hash: _hash, ...context }: StructuralContext): IDataObject {
  return toJson({
    ...context,
    enclosing: context.enclosing.map(simplifySymbol),
    siblings: context.siblings.map(simplifySymbol),
  });
}
