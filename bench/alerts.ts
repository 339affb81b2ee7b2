/**
 * Alerts: whether each is told exactly once whatever dies in between, and what a minute of a thousand series costs.
 *
 *   npm run bench -- alerts [--kills N] [--seed N]
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runDeliverer, type DelivererTask } from './alerts/deliverer';
import { measureMinute } from './alerts/minute';
import { runStorm } from './alerts/storm';
import { printGoals } from './forecast/report';
import { writeResults } from './results';

async function main(): Promise<void> {
  const options = { kills: { type: 'string', default: '100' }, seed: { type: 'string', default: '1' }, deliver: { type: 'string' } } as const;
  const { values } = parseArgs({ options });
  if (values.deliver !== undefined) {
    await runDeliverer(JSON.parse(values.deliver) as DelivererTask);
    return;
  }
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'bench-alerts-')));
  try {
    const storm = await runStorm({ command: [__filename, '--deliver'], home, kills: Number(values.kills), seed: Number(values.seed) });
    console.log(`\n${storm.kills} SIGKILLs in mid-delivery: ${storm.expected} notifications to tell, ${storm.received} requests that arrived`);
    const minute = await measureMinute(join(home, 'minute'));
    console.log(`1,000 series, 2,000 thresholds: the first evaluation ${Math.round(minute.firstMs)} ms, a minute later ${Math.round(minute.medianMs)} ms (worst ${Math.round(minute.worstMs)} ms)\n`);
    const met = printGoals([
      { name: 'duplicates after repeats of a key are dropped', value: storm.duplicates, high: 0 },
      { name: 'missing notifications', value: storm.missing, high: 0 },
      { name: 'in the order in which they happened', value: storm.inOrder ? 1 : 0, low: 1 },
      { name: '1,000 series evaluated, ms', value: minute.medianMs, high: 200 },
    ]);
    writeResults('alerts', { storm, minute });
    if (!met) process.exitCode = 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

void main();
