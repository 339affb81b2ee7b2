import { createError, ERROR_CODES } from '../../src/kernel';

test.each([
  ['a plain reason', 'it is empty', 'diff is not valid: it is empty.'],
  ['a question', 'did you mean "x"?', 'diff is not valid: did you mean "x"?'],
  ['a sentence of somebody else', 'Something broke.', 'diff is not valid: Something broke.'],
])('a message ends with one mark: %s', (_, reason, message) => {
  expect(createError('VALUE_INVALID', { name: 'diff', reason }).message).toBe(message);
});

test('what to change is that of the table, unless the details know better', () => {
  expect(createError('VALUE_INVALID', { name: 'diff', reason: 'it is empty' }).fix).toBe('Change diff.');
  expect(createError('VALUE_INVALID', { name: 'diff', reason: 'it is empty', fix: 'Give a diff.' }).fix).toBe('Give a diff.');
});

test('every error says what happened and what to change, as sentences', () => {
  for (const code of ERROR_CODES) {
    const { message, fix } = createError(code);
    expect({ code, message, fix }).toEqual({ code, message: expect.stringMatching(/^["{A-Z].*\.$/s) as string, fix: expect.stringMatching(/^[A-Z].*\.$/s) as string });
  }
});
