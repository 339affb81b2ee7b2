import type { IDataObject } from 'n8n-workflow';
import type { FileAnalysis } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readFlag, readOptions, readText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { simplifySymbol } from '../simplify';

/** Symbols, imports, exports and syntax problems of one file. */
export const analyzeFile: Operation = {
  async run(run) {
    const filePath = readText(run, 'filePath').trim();
    const request = { ...readBase(run, readOptions(run)), filePath };
    const analysis = await run.engine.analyzeFile(request, run.options);
    const simple = readFlag(run, 'simple', true);
    if (readText(run, 'output') === 'items') return listSymbols(analysis, simple);
    return [{ json: simple ? simplify(analysis) : toJson(analysis) }];
  },
};

function listSymbols(analysis: FileAnalysis, simple: boolean): Array<{ json: IDataObject }> {
  const { path, language, structure, symbols } = analysis;
  if (symbols.length === 0) {
    const message = 'The file defines no symbols that the parser knows.';
    return [{ json: { symbols: 0, message, path, language, structure } }];
  }
  return symbols.map((symbol) => ({
    json: toJson({ path, ...(simple ? simplifySymbol(symbol) : symbol), language }),
  }));
}

/** References are many; other operations answer what one asks of them. */
function simplify(analysis: FileAnalysis): IDataObject {
  const { hash: _hash, cached: _cached, references: _references, ...rest } = analysis;
  return toJson({ ...rest, symbols: analysis.symbols.map(simplifySymbol) });
}
