/** Cases anyone can make: a function's doc comment is the question, the function, its comment removed, the answer. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { SymbolFact } from '../src/kernel';
import type { Case, Suite } from './cases';
import { loadEngine } from './engine';

const FOLDERS = ['src', 'nodes'];
const QUESTION_MIN_WORDS = 5;

/** Copies the sources into a temporary folder without the doc comments that serve as questions. */
export async function generateSuite(root: string): Promise<Suite> {
  const tree = mkdtempSync(join(tmpdir(), 'bench-tree-'));
  process.on('exit', () => rmSync(tree, { recursive: true, force: true }));
  for (const folder of FOLDERS) cpSync(resolve(root, folder), join(tree, folder), { recursive: true });
  const engine = loadEngine().openEngine({ inThread: false });
  const cases: Case[] = [];
  try {
    const files = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();
    for (const file of files) {
      const { symbols } = await engine.analyzeFile({ root: tree, filePath: file });
      cases.push(...removeDocs(join(tree, file), file, symbols));
    }
  } finally {
    await engine.close();
  }
  return { name: `${basename(resolve(root))}: doc comments`, root: tree, cases };
}

function removeDocs(path: string, file: string, symbols: readonly SymbolFact[]): Case[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  const cases: Case[] = [];
  for (const { doc, kind, name, qualifiedName, startLine, endLine } of symbols) {
    if (!doc || doc.endLine >= startLine || (kind !== 'function' && kind !== 'method')) continue;
    const question = plain(lines.slice(doc.startLine - 1, doc.endLine).join('\n'));
    // Blank lines keep the numbers of all others.
    for (let line = doc.startLine; line <= doc.endLine; line += 1) lines[line - 1] = '';
    if (question.split(' ').length < QUESTION_MIN_WORDS) continue;
    cases.push({
      id: `${file}#${qualifiedName}`,
      query: question,
      gold_files: [file],
      gold_symbols: [{ file, start: startLine, end: endLine }],
      leaksName: question.includes(name),
    });
  }
  writeFileSync(path, lines.join('\n'));
  return cases;
}

/** A comment's first sentence, without its marks. */
function plain(comment: string): string {
  const text = comment.replace(/^\s*(?:\/\*\*?|\*\/|\*|\/\/)|\*\/\s*$/gm, ' ').replace(/\s+/g, ' ').trim();
  return text.split(/(?<=[.:;])\s|@\w+/)[0]!.trim();
}
