import { createError } from '../../src/kernel';
import { serveTask } from '../../src/pool';
import { reasonOf } from '../../src/pool/task';

describe('serveTask', () => {
  it('answers with the value of the work', async () => {
    const serve = serveTask(async (n: number) => n + 1);
    await expect(serve({ task: 1 })).resolves.toEqual({ ok: true, value: 2 });
  });

  it.each([
    ['engine errors as they are', createError('FILE_BINARY', { path: 'a' }), 'FILE_BINARY'],
    ['other errors as INTERNAL', new Error('oops'), 'INTERNAL'],
  ])('answers with %s', async (_, thrown, code) => {
    const serve = serveTask(() => {
      throw thrown;
    });
    const settled = structuredClone(await serve({ task: undefined }));
    expect(settled).toMatchObject({ ok: false, error: { code } });
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
