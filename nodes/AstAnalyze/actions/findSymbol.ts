import type { IDataObject } from 'n8n-workflow';
import type { FindSymbolAnswer, SymbolMatch } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readFlag, readOptions, readText, toNumber } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { simplifySymbol } from '../simplify';

/** Where a symbol is defined. */
export const findSymbol: Operation = {
  async run(run) {
    const options = readOptions(run);
    const name = readText(run, 'symbolName').trim();
    const limit = toNumber(run, options.maxResults, 'Limit');
    const answer = await run.engine.findSymbol(
      {
        ...readBase(run, options),
        name,
        match: readText(run, 'match') === 'exact' ? 'exact' : 'fuzzy',
        ...(limit !== undefined && { limit }),
      },
      run.options,
    );
    const simple = readFlag(run, 'simple', true);
    const matches = answer.matches.map((match) => toJson(simple ? simplify(match) : match));
    if (readText(run, 'output') === 'pack') return [{ json: toJson({ name, ...answer, matches }) }];
    if (matches.length > 0) return matches.map((json) => ({ json }));
    return [{ json: toEmptyJson(name, answer) }];
  },
};

function simplify(match: SymbolMatch): object {
  const { path, startLine, endLine, ...rest } = simplifySymbol(match);
  return { path, startLine, endLine, ...rest };
}

function toEmptyJson(name: string, answer: FindSymbolAnswer): IDataObject {
  const message = `No symbol matches "${name}".`;
  return toJson({ results: 0, message, name, steps: answer.steps });
}
