import type { IDataObject } from 'n8n-workflow';
import type { ResolvedFrame, StackTraceAnswer } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readBase, readFlag, readOptions, readText, toNumber } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { simplifyContext } from '../simplify';

/** The code behind the frames of a stack trace. */
export const resolveStackTrace: Operation = {
  async run(run) {
    const options = readOptions(run);
    const limit = toNumber(run, options.maxResults, 'Limit');
    const answer = await run.engine.resolveStackTrace(
      { ...readBase(run, options), trace: readText(run, 'trace'), ...(limit !== undefined && { limit }) },
      run.options,
    );
    const simple = readFlag(run, 'simple', true);
    const frames = answer.frames.map((frame) => (simple ? simplify(frame) : toJson(frame)));
    if (readText(run, 'output') === 'pack') return [{ json: toJson({ ...answer, frames }) }];
    if (frames.length > 0) return frames.map((frame) => ({ json: { ...frame, error: answer.error, language: answer.language } }));
    return [{ json: toEmptyJson(answer) }];
  },
};

function simplify({ trace: _trace, raw: _raw, reportedPath: _path, reportedLine: _line, context, ...frame }: ResolvedFrame): IDataObject {
  return toJson({ ...frame, ...(context && { context: simplifyContext(context) }) });
}

function toEmptyJson({ steps, unparsedLines }: StackTraceAnswer): IDataObject {
  return toJson({ results: 0, message: 'No frame of a stack trace was found in the text.', unparsedLines, steps });
}
