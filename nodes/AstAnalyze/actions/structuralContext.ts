import { toJson } from '../../shared/answer';
import { readBase, readFlag, readNumber, readOptions, readText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';

/** What encloses a line of a file, and its code, read live. */
export const structuralContext: Operation = {
  async run(run) {
    const answer = await run.engine.structuralContext(
      {
        ...readBase(run, readOptions(run)),
        filePath: readText(run, 'filePath').trim(),
        line: readNumber(run, 'line', 'Line') ?? 1,
      },
      run.options,
    );
    if (!readFlag(run, 'simple', true)) return [{ json: toJson(answer) }];
    const { hash: _hash, ...rest } = answer;
    const [enclosing, siblings] = [answer.enclosing, answer.siblings].map((symbols) =>
      symbols.map(({ parent: _parent, doc: _doc, ...symbol }) => symbol),
    );
    return [{ json: toJson({ ...rest, enclosing, siblings }) }];
  },
};
