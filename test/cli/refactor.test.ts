import { execFileSync } from 'node:child_process';
import type { RefactoringAnswer } from '../../src';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { useEngineBundle } from '../support/engine-bundle';
import { run } from './sample';

const FILES = {
  'src/a.ts': "import { b, c } from './b';\nexport const a = c;\n",
  'src/b.ts': "import { a } from './a';\nexport const b = 1;\nexport const c = () => a;\n",
};
let root: string;

beforeAll(async () => {
  await useEngineBundle();
  root = tempFolder(FILES);
});
afterAll(removeTempFolders);

const ask = (...args: string[]) => run(['refactor', '--root', root, ...args]);

it('prints Markdown with evidence, reasons and patches', async () => {
  const { code, out } = await ask();
  expect(code).toBe(0);
  expect(out).toMatch(/^# 2 suggestions: 1 unused_import, 1 cycle\n/);
  expect(out).toMatch(/^## \d\. unused_import: src\/a\.ts:1\nb from \.\/b is imported and not used\.\n- why: .*\n- effort small, confidence 0\.98; names b, /m);
  expect(out).toContain("```diff\ndiff --git a/src/a.ts b/src/a.ts\n");
  expect(out).toMatch(/^- cut src\/a\.ts:1 → src\/b\.ts \(1 uses: c\)$/m);
});

it('prints patches alone for git, and JSON for programs', async () => {
  const { out } = await ask('--diff');
  expect(out).toMatch(/^diff --git a\/src\/a\.ts b\/src\/a\.ts\n/);
  execFileSync('git', ['apply', '--check', '-'], { cwd: root, input: out, env: { ...process.env, GIT_CEILING_DIRECTORIES: root } });
  const answer = JSON.parse((await ask('src/a.ts', '--json', '--rule', 'unused_import', '--min-confidence', '0.2', '--limit', '5')).out) as RefactoringAnswer;
  expect(answer).toMatchObject({ total: 1, byRule: { unused_import: 1 } });
});

it('takes thresholds, and says what it does not understand', async () => {
  const { out } = await ask('--rule', 'long_function', '--threshold', 'functionLines=1', '--glob', 'src/*', '--tests', '.');
  expect(out).toMatch(/^# 0 suggestions/);
  expect((await ask('--threshold', 'nesting')).err).toContain('--threshold takes NAME=NUMBER');
  expect((await ask('--diff', '--json')).err).toContain('exclude each other');
  expect((await ask('--rule', 'magic')).err).toContain('error VALUE_INVALID');
});
