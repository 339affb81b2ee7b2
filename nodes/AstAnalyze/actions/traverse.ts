import type { IDataObject } from 'n8n-workflow';
import type { TraverseRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readOptions, readText, toNames, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

/** Files and folders as the engine sees them. */
export const traverse: Operation = {
  async run(run) {
    const options = readOptions(run);
    const request = { ...readBase(run, options), ...readFilters(run, options), path: readText(run, 'path').trim() };
    const answer = await run.engine.traverse(request, run.options);
    if (readText(run, 'output') === 'pack') return [{ json: toJson(answer) }];
    if (answer.entries.length > 0) return answer.entries.map((entry) => ({ json: toJson(entry) }));
    const { skippedByReason } = answer;
    return [{ json: toJson({ results: 0, message: 'No file passes the filters.', skippedByReason }) }];
  },
};

function readFilters(run: ItemRun, options: IDataObject): TraverseRequest {
  const glob = toText(options.glob).trim();
  const changedSince = toText(options.changedSince).trim();
  const languages = toNames(options.languages);
  const maxBytes = toNumber(run, options.maxBytes, 'Max Size (Bytes)');
  const minBytes = toNumber(run, options.minBytes, 'Min Size (Bytes)');
  const limit = toNumber(run, options.maxEntries, 'Limit');
  return {
    ...(glob !== '' && { glob }),
    ...(changedSince !== '' && { changedSince }),
    ...(languages.length > 0 && { languages }),
    ...(maxBytes !== undefined && maxBytes !== 0 && { maxBytes }),
    ...(minBytes !== undefined && { minBytes }),
    ...(limit !== undefined && { limit }),
    includeIgnored: options.includeIgnored === true,
  };
}
