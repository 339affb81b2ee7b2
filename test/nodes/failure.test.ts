import { createContext } from './support/host';
import { NodeOperationError } from 'n8n-workflow';
import { describeFailure, isEngineError, toErrorJson, toNodeError } from '../../nodes/shared/failure';
import { createError } from '../../src/index';
import { NODES } from './support/nodes';

const context = createContext(new NODES.AstAnalyze(), {});

test('an engine error becomes a node error with the fix as description', () => {
  const error = toNodeError(context, createError('ROOT_NOT_FOUND', { root: '/gone' }), 3);
  expect(error).toBeInstanceOf(NodeOperationError);
  expect(error.message).toBe('The root folder "/gone" does not exist.');
  expect(error.description).toContain('mount the folder');
  expect(error.context.itemIndex).toBe(3);
  expect(error.type).toBe('ROOT_NOT_FOUND');
});

test('a system error code in the message does not replace it', () => {
  const error = createError('FILE_NOT_READABLE', { path: 'a.ts', reason: 'EACCES: permission denied' });
  const shown = toNodeError(context, error, 0);
  expect(shown.message).toBe('The file "a.ts" cannot be read: EACCES: permission denied.');
});

test('an engine error of another copy of the engine is known by its shape', () => {
  const foreign = Object.assign(new Error('m'), { name: 'EngineError', code: 'X', fix: 'f' });
  expect(isEngineError(foreign)).toBe(true);
  expect(describeFailure(foreign)).toEqual({ code: 'X', message: 'm', fix: 'f' });
});

test('a node error keeps what it says and gets the item if it has none', () => {
  const own = new NodeOperationError(context.getNode(), 'Sub-node failed', { description: 'Check it' });
  expect(toNodeError(context, own, 2)).toBe(own);
  expect(own.context.itemIndex).toBe(2);
  expect(toNodeError(context, own, 5).context.itemIndex).toBe(2);
  expect(toErrorJson(own)).toEqual({
    error: { code: 'NODE_ERROR', message: 'Sub-node failed', fix: 'Check it' },
  });
});

test('details go into the json of an item, if there are any', () => {
  expect(toErrorJson(createError('ROOT_MISSING'))).toEqual({
    error: {
      code: 'ROOT_MISSING',
      message: 'No root folder was given.',
      fix: expect.stringContaining('Root Folder') as string,
    },
  });
  const { error } = toErrorJson(createError('VALUE_OUT_OF_RANGE', { name: 'limit', value: 0, min: 1, max: 100 }));
  expect(error).toMatchObject({ details: { name: 'limit', value: 0, min: 1, max: 100 } });
});

test.each([
  ['text', 'text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [{ message: 7 }, '[object Object]'],
])('%p thrown is still an error', (thrown, message) => {
  expect(describeFailure(thrown)).toEqual({
    code: 'NODE_ERROR',
    message,
    fix: expect.any(String) as string,
  });
  expect(toNodeError(context, thrown, 0).message).toBe(message);
});
