import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ContextRequest, Mode } from '../../src/index';
import type { OutputForm } from './answer';
import { toItems } from './answer';
import { callWithEmbeddings } from './call';
import { readBase, readFlag, readOptions, readText, toNames, toNumber } from './parameters';
import type { ItemRun } from './run';

/** Answers the "Query" parameter in the form that "Output" asks for. */
export async function retrieveCode(
  run: ItemRun,
  defaults: Pick<ContextRequest, 'mode' | 'limit'>,
): Promise<INodeExecutionData[]> {
  const options = readOptions(run);
  const form = (readText(run, 'output') || 'pack') as OutputForm;
  const request: ContextRequest = {
    ...defaults,
    ...readRetrieval(run, options),
    ...readPosition(run, options),
    query: readText(run, 'query'),
  };
  const placesOnly = options.includeCode === false && form !== 'text';
  const answer = await callWithEmbeddings(run, request, async (callOptions) =>
    placesOnly
      ? await run.engine.search(request, callOptions)
      : await run.engine.getContext(request, callOptions),
  );
  return toItems(run, answer, { form, simple: readFlag(run, 'simple', true) });
}

/** The parts of a request that all retrieving operations read from the same parameters. */
export function readRetrieval(run: ItemRun, options: IDataObject): Omit<ContextRequest, 'query'> {
  const limit = toNumber(run, options.maxResults, 'Limit');
  const budgetTokens = toNumber(run, options.budgetTokens, 'Token Budget');
  return {
    ...readBase(run, options),
    ...readFilter(options),
    ...(limit !== undefined && { limit }),
    ...(budgetTokens !== undefined && { budgetTokens }),
    ...(typeof options.textFormat === 'string' && { format: options.textFormat as ContextRequest['format'] }),
    ...(options.checkFiles === false && { refresh: 'none' as const }),
  };
}

/** What is in it is for the engine to check. */
function readFilter(options: IDataObject): Pick<ContextRequest, 'filter'> {
  const [paths, languages, kinds] = [toNames(options.onlyPaths), toNames(options.onlyLanguages), toNames(options.onlyKinds)];
  if (paths.length + languages.length + kinds.length === 0) return {};
  return { filter: { paths, languages, kinds: kinds as NonNullable<ContextRequest['filter']>['kinds'] } };
}

/** The "Mode" parameter; undefined leaves it to the settings. */
export function readMode(run: ItemRun): Mode | undefined {
  const mode = readText(run, 'mode');
  return mode === '' || mode === 'default' ? undefined : (mode as Mode);
}

/** Where the caller already is in the code, when the options say so. */
function readPosition(run: ItemRun, options: IDataObject): { filePath?: string; line?: number } {
  const filePath = typeof options.filePath === 'string' ? options.filePath.trim() : '';
  const line = toNumber(run, options.line, 'Near Line');
  return {
    ...(filePath !== '' && { filePath }),
    ...(line !== undefined && line !== 0 && { line }),
  };
}
