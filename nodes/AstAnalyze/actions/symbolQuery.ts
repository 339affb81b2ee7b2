import type { SymbolPlace, SymbolQuery } from '../../../src/index';
import { readBase, readOptions, readText, toNumber, toText } from '../../shared/parameters';
import type { ItemRun } from '../../shared/run';

/** Which definition the item is about. */
export function readSymbolQuery(run: ItemRun): SymbolQuery {
  const options = readOptions(run);
  const name = readText(run, 'symbolName').trim();
  const filePath = toText(options.filePath).trim();
  const line = toNumber(run, options.line, 'At Line');
  const limit = toNumber(run, options.maxEntries, 'Limit');
  return {
    ...readBase(run, options),
    ...(name !== '' && { name }),
    ...(filePath !== '' && { filePath }),
    ...(line !== undefined && line !== 0 && { line }),
    ...(limit !== undefined && { limit }),
    exact: options.exact === true,
  };
}

/** Why a list is empty: there is no such definition, or nothing has that relation to it. */
export function describeNothing(target: SymbolPlace | undefined, relation: string): string {
  return target ? `${relation} ${target.symbol}.` : 'No such symbol was found.';
}
