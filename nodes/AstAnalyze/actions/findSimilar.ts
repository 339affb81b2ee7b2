import type { IDataObject } from 'n8n-workflow';
import { toJson } from '../../shared/answer';
import { readBase, readOptions, readText, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

/** What is built like a definition, or like pasted code. */
export const findSimilar: Operation = {
  async run(run) {
    const answer = await run.engine.findSimilar({ ...readCommon(run), ...readTarget(run) }, run.options);
    const { target, alternatives, matches, steps } = answer;
    if (readText(run, 'output') === 'pack') return [{ json: toJson(answer) }];
    if (matches.length > 0) return matches.map((match) => ({ json: toJson(match) }));
    return [{ json: toJson({ results: 0, message: 'Nothing is like it.', ...(target && { target }), alternatives, steps }) }];
  },
};

/** Code that is there more than once. */
export const findDuplicates: Operation = {
  async run(run) {
    const options = readOptions(run);
    const path = readText(run, 'path').trim();
    const minSize = toNumber(run, options.minSize, 'Min Size');
    const request = { ...readCommon(run), ...(path !== '' && { path }), ...(minSize !== undefined && { minSize }) };
    const answer = await run.engine.findSimilar(request, run.options);
    const { duplicates, total, steps } = answer;
    if (readText(run, 'output') === 'pack') return [{ json: toJson({ duplicates, total, steps }) }];
    if (duplicates.length > 0) return duplicates.map((group) => ({ json: toJson(group) }));
    return [{ json: toJson({ results: 0, message: 'Nothing is there twice.', steps }) }];
  },
};

function readCommon(run: ItemRun): ReturnType<typeof readBase> & { minSimilarity?: number; limit?: number } {
  const options = readOptions(run);
  const minSimilarity = toNumber(run, options.minSimilarity, 'Min Similarity');
  const limit = toNumber(run, options.maxEntries, 'Limit');
  return { ...readBase(run, options), ...(minSimilarity !== undefined && { minSimilarity }), ...(limit !== undefined && { limit }) };
}

function readTarget(run: ItemRun): IDataObject {
  if (readText(run, 'compareWith') === 'snippet') {
    const snippet = readText(run, 'snippet');
    // The engine would take nothing for a question about duplicates.
    if (snippet.trim() === '') throw run.createError('VALUE_INVALID', { name: 'Code', reason: 'it is empty' });
    return { snippet, language: readText(run, 'language') };
  }
  const options = readOptions(run);
  const name = readText(run, 'symbolName').trim();
  const filePath = toText(options.filePath).trim();
  const line = toNumber(run, options.line, 'At Line');
  if (name === '' && filePath === '' && !line) throw run.createError('VALUE_INVALID', { name: 'Symbol Name', reason: 'it is empty' });
  return { ...(name !== '' && { name }), ...(filePath !== '' && { filePath }), ...(line !== undefined && line !== 0 && { line }) };
}
