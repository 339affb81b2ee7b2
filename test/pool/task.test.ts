import { createError } from '../../src/kernel';
import { serveTask } from '../../src/pool';
import { createState, reasonOf, stop, taskUnderWay } from '../../src/pool/task';

describe('serveTask', () => {
  it('answers with the value of the work', async () => {
    const serve = serveTask(async (n: number) => n + 1);
    await expect(serve({ tasks: [1], state: createState() })).resolves.toEqual([{ ok: true, value: 2 }]);
  });

  it('works on several tasks in turn and tells which one is under way, until it is stopped', async () => {
    const state = createState();
    const seen: number[] = [];
    const serve = serveTask((n: number) => {
      seen.push(taskUnderWay(state));
      if (n === 20) stop(state);
      return n;
    });
    await expect(serve({ tasks: [10, 20, 30], state })).resolves.toEqual([10, 20].map((value) => ({ ok: true, value })));
    expect(seen).toEqual([1, 2]);
  });

  it.each([
    ['engine errors as they are', createError('FILE_BINARY', { path: 'a' }), 'FILE_BINARY'],
    ['other errors as INTERNAL', new Error('oops'), 'INTERNAL'],
  ])('answers with %s', async (_, thrown, code) => {
    const serve = serveTask(() => {
      throw thrown;
    });
    const settled = structuredClone(await serve({ tasks: [undefined], state: createState() }));
    expect(settled).toMatchObject([{ ok: false, error: { code } }]);
  });
});

describe('reasonOf', () => {
  it('is the message, or the value as text', () => {
    expect([new Error('a'), { message: 'b' }, 'c', null, { message: 5 }].map(reasonOf)).toEqual([
      'a',
      'b',
      'c',
      'null',
      '[object Object]',
    ]);
  });
});
