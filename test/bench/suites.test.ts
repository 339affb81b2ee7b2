import { declarationsOf } from '../../bench/suites/declarations';
import { askCallers, askDefinitions, askIntentions, askLines, askTraces, documented, sample } from '../../bench/suites/questions';

const TEXT = `/** Sends one mail to a person. */
export function sendMail(to: string): void {
  post(to);
}
export class Queue {
  /**
   * Adds a job behind all others. More text.
   */
  push(job: string): void {
    this.jobs.push(job);
  }
}
/** Too short. */
export const double = (x: number): number => 2 * x;
export type Job = string;
`;

const all = declarationsOf('src/mail.ts', TEXT);

test('declarations, their lines and their first sentences come from the compiler', () => {
  expect(all.map(({ qualified, start, end, callable }) => [qualified, start, end, callable])).toEqual([
    ['sendMail', 2, 4, true],
    ['Queue', 5, 12, false],
    ['Queue.push', 9, 11, true],
    ['double', 14, 14, true],
    ['Job', 15, 15, false],
  ]);
  expect(documented(all).map(({ sentence, docs }) => [sentence, docs])).toEqual([
    ['Sends one mail to a person.', [{ start: 1, end: 1 }]],
    ['Adds a job behind all others.', [{ start: 6, end: 8 }]],
  ]);
});

test('questions have their answer', () => {
  const [definition] = askDefinitions(all, 1);
  expect(definition?.gold[0]?.file).toBe('src/mail.ts');
  for (const { query, gold } of askLines(all, 3)) expect(query).toBe(`src/mail.ts:${gold[0]?.start}`);
  const [trace] = askTraces(all, 1);
  expect(trace?.query).toContain(`/app/build/src/mail.ts:${trace?.gold[0]?.start}:5`);
  expect(askIntentions(all, 9).map(({ query }) => query).sort()).toEqual(['Adds a job behind all others.', 'Sends one mail to a person.']);
});

test('callers are asked for where there are some', () => {
  const caller = { file: 'src/other.ts', start: 3, end: 3 };
  expect(askCallers(all, 5, ({ name }) => (name === 'sendMail' ? [caller] : []))).toEqual([{ kind: 'callers', query: 'who calls sendMail?', gold: [caller] }]);
});

test('samples are the same at every run', () => {
  const items = Array.from({ length: 50 }, (_, at) => at);
  expect(sample(items, 5, 1)).toEqual(sample(items, 5, 1));
  expect(sample(items, 5, 1)).not.toEqual(sample(items, 5, 2));
});
