/** Alerts on the command line, over the store that all processes share. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/kernel';
import { runCli } from '../../src/cli/run';
import { createAlertStore } from '../../src/operations/alerts/store';
import { judge } from '../operations/alerts/support';

const before = process.env.HYBRID_CONTEXT_HOME;
const home = realpathSync(mkdtempSync(join(tmpdir(), 'cli-alerts-')));
beforeAll(() => {
  process.env.HYBRID_CONTEXT_HOME = home;
});
afterAll(() => {
  process.env.HYBRID_CONTEXT_HOME = before;
  rmSync(home, { recursive: true });
});

async function cli(...args: string[]) {
  const out: string[] = [];
  const sink = { write: (text: string) => out.push(text) };
  const code = await runCli(args, { stdin: (async function* () {})(), stdout: sink, stderr: sink }, new AbortController().signal);
  return { code, text: out.join('') };
}

test('lists, acknowledges and silences', async () => {
  expect(await cli('alerts')).toEqual({ code: 0, text: 'No alert fires.\n' });
  await judge(createAlertStore(home, systemClock), Date.now(), { breaching: true });
  const listed = await cli('alerts', '--severity', 'critical', '--workspace', 'shop');
  expect(listed.text).toMatch(/^([0-9a-f]{16}) {2}critical {2}breaching {2}Latency \(95th percentile\) of shop is 1500 ms; .*\n.* fire /);
  expect((await cli('alerts', '--signal', 'memory')).text).toBe('No alert fires.\n');
  const id = listed.text.slice(0, 16);
  expect(await cli('acknowledge', id, '--by', 'Ann')).toMatchObject({ code: 0, text: expect.stringContaining(`acknowledged ${id}`) as string });
  expect(JSON.parse((await cli('acknowledge', id, '--json')).text)).toMatchObject({ id, acknowledged: { by: 'someone' } });
  const silenced = await cli('silence', '--signal', 'latency_p95', '--minutes', '5', '--reason', 'test');
  expect(silenced).toMatchObject({ code: 0, text: expect.stringMatching(/^[0-9a-f]{12} until .*; 1 firing alerts are quiet\n$/) as string });
  const all = JSON.parse((await cli('alerts', '--all', '--hours', '1', '--json')).text) as { silences: { id: string }[]; timeline: unknown[] };
  expect([all.silences.length, all.timeline.length]).toEqual([1, 1]);
  expect((await cli('alerts')).text).toMatch(/\(silenced\).*\nsilence [0-9a-f]{12} {2}\{"signal":"latency_p95"\}/);
  expect((await cli('silence', '--end', all.silences[0]!.id)).text).toBe(`ended ${all.silences[0]!.id}\n`);
  expect(JSON.parse((await cli('silence', '--all', '--json')).text)).toMatchObject({ silence: { matches: {} }, ended: false });
  expect((await cli('silence')).code).toBe(1);
  expect((await cli('acknowledge', 'nobody')).code).toBe(1);
});
