import fc from 'fast-check';
import type { ActionItem } from '../../src/kernel';
import { actionToQuery } from '../../src/query';

const repository = { full_name: 'shop/web', description: 'not what happened' };
const issue = { number: 7, title: 'Cart loses items', body: 'After a reload the cart is empty.\r\nSee src/cart.ts:12', user: { login: 'ann' } };

describe('payloads', () => {
  test.each<[string, ActionItem, string]>([
    ['GitHub issues', { action: 'opened', issue, repository }, `${issue.title}\n${issue.body}`],
    ['GitHub pull_request', { action: 'opened', pull_request: { title: 'Add cache', body: null, diff_url: 'x' }, repository }, 'Add cache'],
    ['GitHub issue_comment', { action: 'created', issue, comment: { body: 'Also on mobile' } }, `${issue.title}\n${issue.body}\nAlso on mobile`],
    [
      'GitHub push',
      { ref: 'refs/heads/main', commits: [{ message: 'Fix cart' }, { message: 'Fix cart' }, { message: 'Add test' }, null, 'x'], head_commit: {} },
      'Fix cart\nAdd test',
    ],
    ['GitHub release', { action: 'published', release: { name: 'v2', body: 'Faster.' } }, 'v2\nFaster.'],
    ['GitHub discussion', { discussion: { title: 'How to cache?', body: 'I want to.' } }, 'How to cache?\nI want to.'],
    ['GitLab issue', { object_kind: 'issue', object_attributes: { title: 'Cart', description: 'It is empty.' } }, 'Cart\nIt is empty.'],
    [
      'GitLab note on a merge request',
      { object_kind: 'note', object_attributes: { note: 'Why twice?' }, merge_request: { title: 'Cache', description: 'Adds it.' } },
      'Why twice?\nCache\nAdds it.',
    ],
    ['GitLab push', { object_kind: 'push', commits: [{ title: 'Fix', message: 'Fix cart\n' }] }, 'Fix cart'],
    [
      'n8n Error Trigger',
      {
        execution: { id: '231', url: 'http://localhost', error: { message: 'x is not a function', stack: 'Error: x\n    at f (/app/a.js:1:2)' }, lastNodeExecuted: 'Code' },
        workflow: { id: '1', name: 'Shop' },
      },
      'x is not a function\nError: x\n    at f (/app/a.js:1:2)',
    ],
    [
      'n8n Error Trigger of a trigger that failed',
      { trigger: { error: { name: 'WorkflowActivationError', message: 'No webhook', stack: 'at start (/app/b.js:1:2)' }, mode: 'trigger' }, workflow: { id: '1' } },
      'No webhook\nat start (/app/b.js:1:2)',
    ],
    ['an error', { error: { message: 'Boom', stack: 'at x' } }, 'Boom\nat x'],
    ['an error as text', { error: 'Boom' }, 'Boom'],
    ['a mail', { subject: 'It broke', message: 'Badly' }, 'It broke\nBadly'],
    ['a text body', { body: 'It broke' }, 'It broke'],
    ['a stack', { stacktrace: 'at f' }, 'at f'],
  ])('%s', (_, action, query) => {
    expect(actionToQuery(action)?.query).toBe(query);
    // A Webhook node puts the same below `body`.
    if (typeof action['body'] !== 'string') {
      expect(actionToQuery({ headers: { host: 'x' }, params: {}, body: action })).toEqual(actionToQuery(action));
    }
  });

  test("the item's own text rules over the payload", () => {
    expect(actionToQuery({ type: 'issue', text: 'Just this', issue })).toEqual({ query: 'Just this' });
    expect(actionToQuery({ query: 'One', text: 'Two' })).toEqual({ query: 'One\nTwo' });
  });
});

describe('places', () => {
  test.each<[string, ActionItem, object]>([
    ['of the item', { text: 'why', filePath: 'src/a.ts', line: 3 }, { query: 'why', filePath: 'src/a.ts', line: 3 }],
    ['alone', { filePath: 'src/a.ts', line: 3 }, { query: 'src/a.ts:3', filePath: 'src/a.ts', line: 3 }],
    ['without a line', { filePath: 'src/a.ts' }, { query: 'src/a.ts', filePath: 'src/a.ts' }],
    ['below body', { body: { text: 'why', filePath: 'a.ts', line: 2 } }, { query: 'why', filePath: 'a.ts', line: 2 }],
    ['line as text', { filePath: 'a.ts', line: '7' as unknown as number }, { query: 'a.ts:7', filePath: 'a.ts', line: 7 }],
    [
      'of a GitHub review comment',
      { comment: { body: 'Why?', path: 'src/a.ts', line: 9 }, pull_request: { title: 'T' } },
      { query: 'T\nWhy?', filePath: 'src/a.ts', line: 9 },
    ],
    [
      'of a review comment on an older version',
      { comment: { body: 'Why?', path: 'src/a.ts', line: null, original_line: 4 } },
      { query: 'Why?', filePath: 'src/a.ts', line: 4 },
    ],
    [
      'of a GitLab diff note',
      { object_attributes: { note: 'Why?', position: { new_path: 'src/a.ts', new_line: 5 } } },
      { query: 'Why?', filePath: 'src/a.ts', line: 5 },
    ],
  ])('%s', (_, action, expected) => {
    expect(actionToQuery(action)).toEqual(expected);
  });

  test.each([[0], [-1], [1.5], [NaN], [Infinity], [null], [true], [[5]], [{}], ['x'], ['']])('the line %j is none', (line) => {
    expect(actionToQuery({ filePath: 'a.ts', line: line as number })).toEqual({ query: 'a.ts', filePath: 'a.ts' });
  });

  test('a line without a file is none', () => {
    expect(actionToQuery({ text: 'why', line: 3 })).toEqual({ query: 'why' });
  });
});

describe('nothing to search for', () => {
  test.each([
    [{}], [null], [undefined], [[]], [[{ text: 'x' }]], ['text'], [7], [true],
    [{ text: '' }], [{ text: '  \n ' }], [{ text: 7 }], [{ issue: 'x' }], [{ issue: [] }], [{ commits: 'x' }], [{ commits: [] }],
    [{ execution: null }], [{ body: null }], [{ body: [] }], [{ constructor: 'x', __proto__: { x: 1 } }], [{ comment: { body: 7 } }],
  ])('%j', (action) => {
    expect(actionToQuery(action as unknown as ActionItem)).toBeUndefined();
  });
});

test('huge payloads are read within bounds', () => {
  const commits = Array.from({ length: 100_000 }, (_, i) => ({ message: `Commit ${i}` }));
  expect(actionToQuery({ commits })!.query.split('\n')).toHaveLength(20);
  const text = 'x'.repeat(5_000_000);
  expect(actionToQuery({ text })!.query).toHaveLength(text.length);
});

test('any JSON gives a question or none', () => {
  const keys = fc.constantFrom('text', 'query', 'body', 'issue', 'comment', 'title', 'commits', 'error', 'execution', 'trigger', 'filePath', 'line', 'path', 'object_attributes', 'position', 'message', '__proto__');
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 }, fc.string(), fc.integer(), fc.constant(null), fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(keys, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, (action) => {
      const found = actionToQuery(action as ActionItem);
      if (!found) return;
      expect(found.query.trim()).not.toBe('');
      if (found.line !== undefined) expect(found.filePath).toBeTruthy();
    }),
    { numRuns: 500 },
  );
});
