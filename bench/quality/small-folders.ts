/**
 * Small folders made of a suite's tree, and questions for each: some that it answers, some whose answer is
 * elsewhere in the repository, some about another repository.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Case, Suite } from '../cases';
import { seeded } from './bootstrap';
import { listDocuments } from './run';

export type Answered = 'own' | 'elsewhere' | 'foreign';

export interface SmallFolder {
  readonly root: string;
  readonly files: number;
  readonly questions: readonly { readonly item: Case; readonly answered: Answered }[];
  remove(): void;
}

export const FOLDER_SIZES = [5, 15, 50] as const;
const FOLDERS = 3;
const QUESTIONS = 8;

/** Neighbours in the order of paths around a file that some case needs; the caller removes each before the next. */
export function* smallFolders({ root: tree, cases }: Suite, others: readonly Case[], seed: number): Generator<SmallFolder> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const some = (list: readonly Case[]): Case[] => {
    const left = [...list];
    return Array.from({ length: Math.min(QUESTIONS, left.length) }, () => left.splice(below(left.length), 1)[0]!);
  };
  const documents = listDocuments(tree);
  for (const files of FOLDER_SIZES) {
    for (let folder = 0; folder < FOLDERS; folder += 1) {
      const needed = cases[below(cases.length)]!.gold_files[0];
      const at = documents.findIndex(({ path }) => path === needed);
      const from = Math.max(0, Math.min(documents.length - files, at - below(files)));
      const chosen = documents.slice(from, from + files);
      const held = new Set(chosen.map(({ path }) => path));
      const own = cases.filter(({ gold_files }) => gold_files.every((path) => held.has(path)));
      const elsewhere = cases.filter(({ gold_files }) => !gold_files.some((path) => held.has(path)));
      const asked = { own: some(own), elsewhere: some(elsewhere), foreign: some(others) };
      const questions = (Object.keys(asked) as Answered[]).flatMap((answered) => asked[answered].map((item) => ({ item, answered })));
      const root = mkdtempSync(join(tmpdir(), 'hybrid-context-small-'));
      for (const { path, text } of chosen) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      yield { root, files, questions, remove: () => rmSync(root, { recursive: true, force: true }) };
    }
  }
}
