import { createError } from '../../src/kernel';
import { deferEngine } from '../../src/pool';
import { createEchoEngine } from './echo-engine';

describe('an engine that is made later', () => {
  it('is made once, at the first call', async () => {
    const make = jest.fn(async () => createEchoEngine());
    const engine = deferEngine(make);
    expect(make).not.toHaveBeenCalled();
    const answers = await Promise.all([engine.search({ root: '/a', query: 'q' }), engine.evaluate({})]);
    expect(answers).toMatchObject([{ method: 'search', root: '/a' }, { method: 'evaluate' }]);
    expect(make).toHaveBeenCalledTimes(1);
  });

  it('fails the call if it cannot be made, and tries again at the next', async () => {
    const make = jest
      .fn()
      .mockRejectedValueOnce(createError('SETTINGS_INVALID', { reason: 'x' }))
      .mockImplementation(async () => createEchoEngine());
    const engine = deferEngine(make);
    await expect(engine.evaluate({})).rejects.toMatchObject({ code: 'SETTINGS_INVALID' });
    await expect(engine.evaluate({})).resolves.toMatchObject({ method: 'evaluate' });
  });

  it('closes what was made, and makes nothing after that', async () => {
    const onClose = jest.fn(async () => undefined);
    const engine = deferEngine(async () => createEchoEngine({}, onClose));
    await engine.evaluate({});
    await engine.close();
    expect(onClose).toHaveBeenCalledTimes(1);
    await expect(engine.evaluate({})).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  });

  it('closes without having been made, or if making failed', async () => {
    const make = jest.fn(() => Promise.reject(new Error('x')));
    await deferEngine(make).close();
    expect(make).not.toHaveBeenCalled();
    const engine = deferEngine(make);
    const call = engine.evaluate({});
    const closed = engine.close();
    await expect(call).rejects.toThrow('x');
    await closed;
  });
});
