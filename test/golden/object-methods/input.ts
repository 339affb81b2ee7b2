export const handlers = {
  onOpen() {},
  'on-close': async function () {},
  onError: (error: Error): void => { throw error; },
  [Symbol.iterator]: function* () {},
  ['computed' /* why */]() {},
  [`${prefix}-x`]() {},
  42() {},
  plain: 'not a symbol',
  nested: { deep() {} },
};

register({ handle() { return 1; } });
