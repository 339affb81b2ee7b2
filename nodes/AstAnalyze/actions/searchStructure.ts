import type { IDataObject } from 'n8n-workflow';
import type { SearchStructureRequest, StructureMatch } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readFlag, readObject, readOptions, readText, toNames, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

const TEXTS = [
  'name', 'pathGlob', 'module', 'signatureContains', 'parameterType', 'returnType', 'decorator', 'extends', 'implements', 'calls', 'calledBy',
] as const;
const EXPORTED: Readonly<Record<string, boolean>> = { yes: true, no: false };

/** Definitions that fit all filters. */
export const searchStructure: Operation = {
  async run(run) {
    const options = readOptions(run);
    const limit = toNumber(run, options.maxResults, 'Limit');
    const answer = await run.engine.searchStructure(
      {
        ...readBase(run, options),
        ...readFilters(run, readObject(run, 'filters', 'Filters')),
        sortBy: readText(run, 'sortBy') as SearchStructureRequest['sortBy'],
        ...(limit !== undefined && { limit }),
      },
      run.options,
    );
    const simple = readFlag(run, 'simple', true);
    const matches = answer.matches.map((match) => toJson(simple ? simplify(match) : match));
    if (readText(run, 'output') === 'pack') return [{ json: toJson({ ...answer, matches }) }];
    if (matches.length > 0) return matches.map((json) => ({ json }));
    return [{ json: toJson({ results: 0, message: 'No definition fits the filters.', steps: answer.steps }) }];
  },
};

function readFilters(run: ItemRun, filters: IDataObject): SearchStructureRequest {
  const texts = TEXTS.map((name) => [name, toText(filters[name]).trim()] as const).filter(([, value]) => value !== '');
  const count = (name: string, label: string, any?: number): IDataObject => {
    const value = toNumber(run, filters[name], label);
    return value === undefined || value === any ? {} : { [name]: value };
  };
  const kinds = toNames(filters.kinds);
  const nameMatch = toText(filters.nameMatch);
  const exported = EXPORTED[toText(filters.exported)];
  return {
    ...Object.fromEntries(texts),
    ...(kinds.length > 0 && { kinds: kinds as SearchStructureRequest['kinds'] }),
    ...(nameMatch !== '' && nameMatch !== 'auto' && { nameMatch: nameMatch as SearchStructureRequest['nameMatch'] }),
    ...(exported !== undefined && { exported }),
    ...count('minComplexity', 'Min Complexity'),
    ...count('maxComplexity', 'Max Complexity', 0),
    ...count('minLines', 'Min Lines'),
    ...(filters.unreferenced === true && { unreferenced: true }),
  };
}

function simplify({ parameters: _parameters, rank: _rank, ...match }: StructureMatch): object {
  return match;
}
