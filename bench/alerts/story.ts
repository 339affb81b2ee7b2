/** Alerts that come and go by a fixed story, so that what must be told is known without asking the process under test. */
import { createHash } from 'node:crypto';
import { emptyBook, evaluateBook, type AlertBook, type AlertInput } from '../../src/alert';

const MINUTE = 60_000;
const ALERTS = 4;
const BLOCK = 3;

/** Whether an alert's series breaches in a minute: the same for a few minutes, then drawn again. */
function breaches(alert: number, step: number): boolean {
  const digest = createHash('sha256').update(`${alert} ${Math.floor((step + alert) / BLOCK)}`).digest();
  return digest[0]! % 2 === 1;
}

function inputsAt(step: number): AlertInput[] {
  return Array.from({ length: ALERTS }, (_, alert) => ({
    rule: `series-${alert}/critical`,
    signal: `series-${alert}`,
    severity: 'critical',
    labels: {},
    phaseRule: { breachingForMs: 0, keepFiringMs: 0, resolvedMs: 0 },
    judgement: { at: step * MINUTE, ready: true, breaching: breaches(alert, step) },
  }));
}

/** The next minute of the story, whatever came before. */
export function nextStep(book: AlertBook): AlertBook {
  const step = stepOf(book) + 1;
  return { ...evaluateBook(book, inputsAt(step), step * MINUTE), evaluatedTo: step * MINUTE };
}

export const stepOf = ({ evaluatedTo = 0 }: AlertBook): number => evaluatedTo / MINUTE;

/** Keys of all that is told in so many minutes, in order. */
export function tellStory(steps: number): string[] {
  let book = emptyBook();
  for (let step = 0; step < steps; step += 1) book = nextStep(book);
  return book.outbox.map(({ key }) => key);
}
