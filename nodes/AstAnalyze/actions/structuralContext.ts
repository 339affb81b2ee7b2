import { toJson } from '../../shared/answer';
import { readBase, readFlag, readNumber, readOptions, readText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { simplifyContext } from '../simplify';

/** What encloses a line of a file, what is at hand there, who calls it, and its code, read live. */
export const structuralContext: Operation = {
  async run(run) {
    const options = readOptions(run);
    const answer = await run.engine.structuralContext(
      {
        ...readBase(run, options),
        filePath: readText(run, 'filePath').trim(),
        line: readNumber(run, 'line', 'Line') ?? 1,
        related: options.related !== false,
      },
      run.options,
    );
    return [{ json: readFlag(run, 'simple', true) ? simplifyContext(answer) : toJson(answer) }];
  },
};
