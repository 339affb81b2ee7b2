import type { Progress } from '../index';
import type { Streams } from './command';

const STAGES = { list: 'Listing files', analyze: 'Analysing', embed: 'Embedding' } as const;

/** One line on a terminal that rewrites itself and clears when a stage is done; nothing elsewhere. */
export function createProgress(stderr: Streams['stderr']): ((progress: Progress) => void) | undefined {
  if (!stderr.isTTY) return undefined;
  return ({ stage, done, total }) => {
    const line = done < total ? `${STAGES[stage]} ${done}/${total}` : '';
    stderr.write(`\r\u001b[K${line}`);
  };
}
