/** Killed again and again in mid-delivery, the deliverer tells everything once; see bench/alerts. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { runStorm } from '../../bench/alerts/storm';

const KILLS = 100;
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'alerts-crash-')));
afterAll(() => rmSync(folder, { recursive: true }));

test(`${KILLS} SIGKILLs in mid-delivery: nothing is missing, nothing is told twice, and the order stays`, async () => {
  const child = join(folder, 'deliverer.cjs');
  await build({
    stdin: {
      contents: `import { runDeliverer } from './bench/alerts/deliverer'; void runDeliverer(JSON.parse(process.argv[2]!));`,
      resolveDir: join(__dirname, '../..'),
      loader: 'ts',
    },
    outfile: child,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
  });
  const result = await runStorm({ command: [child], home: join(folder, 'home'), kills: KILLS, seed: 7 });
  expect(result).toMatchObject({ kills: KILLS, duplicates: 0, missing: 0, inOrder: true });
  expect(result.expected).toBeGreaterThan(KILLS / 2);
  // Some came more than once, or nothing was tested.
  expect(result.received).toBeGreaterThan(result.expected);
}, 900_000);
