/**
 * Suggested refactorings per rule, and what their patches are worth.
 *
 *   npm run bench -- refactor [--root DIR] [--check]
 *
 * `--check` needs a `tsc` that the folder itself can run: it compares the compiler's errors before and after.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RefactoringAnswer } from '../src/kernel';
import { loadEngine } from './engine';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const FINDINGS_MAX = 1_000;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { root: { type: 'string', default: '.' }, check: { type: 'boolean', default: false } } });
  const root = resolve(values.root);
  const engine = loadEngine().openEngine();
  const startedAt = performance.now();
  const answer = await engine.suggestRefactorings({ root, limit: FINDINGS_MAX }).finally(() => engine.close());
  const ms = performance.now() - startedAt;
  const patches = answer.findings.flatMap(({ diff }) => (diff === undefined ? [] : [diff]));
  const applying = patches.filter((diff) => applies(root, diff)).length;
  printRules(answer);
  console.log(`${answer.total} suggestions in ${fixed(ms / 1_000, 1)} s, ${answer.unsure} more below the confidence; ${patches.length} patches, ${applying} apply (${share(applying, patches.length)})`);
  for (const { step, status, detail = '' } of answer.steps) console.log(`${status}: ${step}: ${detail}`);
  const checked = values.check ? checkTypes(root, patches) : undefined;
  if (checked) console.log(`${checked.applied} applied together; errors of the compiler: ${checked.before} before, ${checked.after} after`);
  writeResults('refactor', { root: values.root, ms, total: answer.total, byRule: answer.byRule, unsure: answer.unsure, patches: patches.length, applying, checked });
  if (applying < patches.length || (checked && checked.after > checked.before)) process.exitCode = 1;
}

function printRules({ findings, byRule }: RefactoringAnswer): void {
  const rows = Object.entries(byRule).map(([rule, found]) => {
    const own = findings.filter((each) => each.rule === rule);
    const refused = own.filter(({ evidence }) => evidence.noPatch !== undefined).length;
    return [rule, String(found), String(own.filter(({ diff }) => diff !== undefined).length), String(refused)];
  });
  printTable(['rule', 'found', 'patches', 'refused'], rows);
}

function git(cwd: string, args: readonly string[], input: string): boolean {
  return spawnSync('git', ['apply', ...args, '-'], { cwd, input, env: { ...process.env, GIT_CEILING_DIRECTORIES: resolve(cwd, '..') } }).status === 0;
}

const applies = (root: string, diff: string): boolean => git(root, ['--check'], diff);

/** Patches of one place do not apply after each other; those that do not are left out. */
function checkTypes(root: string, patches: readonly string[]): { applied: number; before: number; after: number } {
  const copy = mkdtempSync(join(tmpdir(), 'hybrid-context-bench-'));
  try {
    cpSync(root, copy, { recursive: true, filter: (path) => !/[\\/](?:node_modules|\.git|dist|\.cache)$/.test(path) });
    if (existsSync(join(root, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const before = errorsIn(copy);
    const applied = patches.filter((diff) => git(copy, [], diff)).length;
    return { applied, before, after: errorsIn(copy) };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function errorsIn(folder: string): number {
  try {
    execFileSync(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder, '--noEmit'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return 0;
  } catch (failed) {
    const { stdout = '' } = failed as { stdout?: string };
    return (stdout.match(/error TS/g) ?? []).length;
  }
}

const share = (part: number, whole: number): string => (whole === 0 ? 'none' : `${fixed((100 * part) / whole, 1)} %`);

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
