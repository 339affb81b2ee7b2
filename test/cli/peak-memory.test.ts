import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { tempFolder, removeTempFolders } from '../io/temp-folder';

afterEach(removeTempFolders);

const PEAK_MB = 300;

test('a process is not charged for the memory of the one that started it', () => {
  const script = join(tempFolder({}), 'peak.js');
  buildSync({
    stdin: { contents: "import { peakMemory } from './peak-memory'; console.log(peakMemory());", resolveDir: join(__dirname, '..', '..', 'src', 'cli'), loader: 'ts' },
    outfile: script, bundle: true, platform: 'node', format: 'cjs', target: 'node20',
  });
  const held = Buffer.alloc(PEAK_MB * 2 ** 20, 1);
  const { stdout } = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  expect(held.at(-1)).toBe(1);
  expect(Number(stdout)).toBeGreaterThan(10 * 2 ** 20);
  expect(Number(stdout)).toBeLessThan(PEAK_MB * 2 ** 20);
});
