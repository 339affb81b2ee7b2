/** Nothing that comes from code is written anywhere: a whole session in a process with empty folders of its own. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openSealedFile } from '../../src/io';
import { systemClock } from '../../src/kernel';
import { decodeLines } from '../../src/metrics/lines';
import { bundleEngineForTests } from '../support/engine-bundle';
import { cleanUp, depot, tempFolder } from './support';

afterAll(cleanUp);

const QUERIES = ['webhook signature', 'ledger entries', 'Router'];
const SESSION = `
const { openEngine } = require(process.argv[1]);
const root = process.argv[2];
(async () => {
  for (const inThread of [true, false]) {
    const engine = openEngine({ inThread });
    await engine.syncIndex({ root });
    await engine.search({ root, query: 'webhook signature' });
    const { items } = await engine.getContext({ root, query: 'ledger entries' });
    await engine.enrichAction({ root, action: { text: 'router' } });
    await engine.analyzeFile({ root, filePath: 'src/http/router.ts' });
    await engine.findSymbol({ root, name: 'Router' });
    await engine.structuralContext({ root, filePath: 'src/http/router.ts', line: 9 });
    await engine.evaluate({});
    await engine.close();
    console.log(items.length > 0 ? 'answered' : 'nothing');
  }
})().catch((error) => { console.error(error); process.exit(1); });
`;

const snapshot = (folder: string): Record<string, string> =>
  Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );

/** What is in the files of the home folder, as text: nothing may hide behind compression or encryption. */
async function revealed(home: string): Promise<[string, string][]> {
  const { content } = await openSealedFile(home, 'alerts', systemClock).read();
  const files = (readdirSync(home, { recursive: true }) as string[]).filter((path) => statSync(join(home, path)).isFile());
  return files.map((path) => {
    if (path === 'alerts/data.sealed') return [path, content!.toString()];
    const bytes = readFileSync(join(home, path));
    const { lines, damaged } = path.endsWith('.log') ? decodeLines(bytes) : { lines: [], damaged: 0 };
    expect(damaged).toBe(0);
    return [path, bytes.toString() + JSON.stringify(lines)];
  });
}

test('a whole session leaves temp folder, working folder and workspace as they were, and metrics and the book of alerts alone in the home folder', async () => {
  const folder = await bundleEngineForTests();
  const root = depot();
  const before = snapshot(root);
  const [TMPDIR, HOME, cwd] = [tempFolder(), tempFolder(), tempFolder()];
  const env = { PATH: process.env.PATH, TMPDIR, TMP: TMPDIR, TEMP: TMPDIR, HOME, XDG_CACHE_HOME: HOME };
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', SESSION, join(folder, 'engine.js'), root], { cwd, env });
  expect(stdout).toBe('answered\nanswered\n');
  expect([TMPDIR, cwd].map((path) => readdirSync(path))).toEqual([[], []]);
  expect(readdirSync(HOME)).toEqual(['.n8n']);
  expect(readdirSync(join(HOME, '.n8n'))).toEqual(['hybrid-context']);
  const written = await revealed(join(HOME, '.n8n/hybrid-context'));
  expect(written.map(([, text]) => text).join()).toContain('"getContext"');
  const lines = Object.values(before).flatMap((text) => text.split('\n').map((line) => line.trim()));
  for (const [path, text] of written) {
    expect(path).toMatch(/^(metrics\/run-\d+-\w+\.log|alerts\/(data\.sealed|key))$/);
    const found = [...Object.keys(before), ...QUERIES, ...lines.filter((line) => line.length > 8)].filter((word) => text.includes(word));
    expect(found).toEqual([]);
  }
  expect(snapshot(root)).toEqual(before);
});
