/** Real engines on real folders, closed and removed after each test file. */
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createEngine, type CreateEngineOptions } from '../../src/engine';
import type { ContextPack, EmbeddingProvider, Engine, SearchAnswer } from '../../src/kernel';
import { splitLines } from '../../src/parse';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { bundleEngineForTests } from '../support/engine-bundle';

export { addFiles, codeOfRejection, tempFolder } from '../io/temp-folder';

const open: Engine[] = [];

/** Looks for changes at every request, so that tests need not wait for the freshness window. */
export const FRESH = { rag_retrieval: { freshness_window: 0 } };

export async function openTestEngine(options: Partial<CreateEngineOptions> = {}): Promise<Engine> {
  const folder = await bundleEngineForTests();
  const engine = await createEngine({ workerFile: join(folder, 'engine.js'), shareCpu: false, ...options });
  open.push(engine);
  return engine;
}

export async function cleanUp(): Promise<void> {
  await Promise.all(open.splice(0).map((engine) => engine.close()));
  removeTempFolders();
}

/** A fresh copy of the sample repository. */
export function depot(): string {
  const root = tempFolder();
  cpSync(join(__dirname, '../fixtures/depot'), root, { recursive: true });
  return root;
}

/** What must not differ between two answers to one question. */
export function comparable({ results, mode, quality }: SearchAnswer) {
  return { results, mode: { ...mode, cached: false }, quality };
}

/** The lines that an item claims to hold, from the disk. */
export function linesOnDisk(root: string, { path, startLine, endLine }: ContextPack['items'][number]): string {
  return splitLines(readFileSync(join(root, path), 'utf8')).slice(startLine - 1, endLine).join('\n');
}

export interface TestProvider extends EmbeddingProvider {
  dimensions: number;
  down: boolean;
  /** Answers wait for this. */
  gate: Promise<unknown>;
  /** Texts asked for since the start. */
  documents: number;
  queries: number;
}

/** A small bag-of-letters embedding whose failures the test decides. */
export function createProvider(model = 'letters-v1', dimensions = 32): TestProvider {
  const embed = (text: string): number[] => {
    const vector = new Array<number>(provider.dimensions).fill(0);
    for (const char of text.toLowerCase()) vector[char.charCodeAt(0) % provider.dimensions]! += 1;
    return vector;
  };
  const attend = async (): Promise<void> => {
    await provider.gate;
    if (provider.down) throw new Error('connection refused');
  };
  const provider: TestProvider = {
    model,
    dimensions,
    down: false,
    gate: Promise.resolve(),
    documents: 0,
    queries: 0,
    async embedDocuments(texts) {
      provider.documents += texts.length;
      await attend();
      return texts.map(embed);
    },
    async embedQuery(text) {
      provider.queries += 1;
      await attend();
      return embed(text);
    },
  };
  return provider;
}

/** A promise and its key. */
export function gate(): { readonly closed: Promise<void>; open(): void } {
  let release: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { closed, open: () => release() };
}
