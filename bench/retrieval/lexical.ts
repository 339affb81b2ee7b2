/** The lexical index beside MiniSearch and Orama: the same chunks, the same words, nothing fuzzy. */
import { create, insertMultiple, search } from '@orama/orama';
import MiniSearch from 'minisearch';
import type { FileFacts } from '../../src/kernel';
import { countWords, createLexicalIndex, termsOf } from '../../src/lexical';
import { createBest } from '../../src/retrieve';
import { fixed, printTable } from '../table';
import { makeQuestions, type TextChunk } from './chunks';
import { timeEach, timeOnce, type Timing } from './timing';

type Ask = (question: string) => unknown;
const BEST = 10;
const QUESTIONS = 200;
/** For what takes a second per question. */
const FEW_QUESTIONS = 30;

export async function benchLexical(chunks: readonly TextChunk[]): Promise<Record<string, Timing & { indexSeconds: number }>> {
  const questions = makeQuestions(chunks, QUESTIONS);
  const results: Record<string, Timing & { indexSeconds: number }> = {};
  const systems: [name: string, open: () => Ask | Promise<Ask>, questions: readonly string[]][] = [
    ['own', () => openOwn(chunks), questions],
    ['MiniSearch', () => openMiniSearch(chunks), questions],
    ['Orama', () => openOrama(chunks), questions.slice(0, FEW_QUESTIONS)],
  ];
  for (const [name, open, asked] of systems) {
    const { seconds, value: ask } = await timeOnce(open);
    await timeEach(asked.slice(0, FEW_QUESTIONS), ask);
    results[name] = { indexSeconds: seconds, ...(await timeEach(asked, ask)) };
  }
  const own = results['own']!;
  console.log(`\nWords: ${chunks.length} chunks of 25 lines, ${QUESTIONS} questions of 2-6 words (Orama: ${FEW_QUESTIONS})`);
  printTable(
    ['', 'index s', '× own', 'p50 ms', 'p95 ms', '× own p95', 'cpu ms', '× own cpu'],
    Object.entries(results).map(([name, { indexSeconds, p50Ms, p95Ms, cpuMs }]) => [
      name, fixed(indexSeconds, 2), fixed(indexSeconds / own.indexSeconds, 1), fixed(p50Ms, 2), fixed(p95Ms, 2), fixed(p95Ms / own.p95Ms, 1), fixed(cpuMs, 2), fixed(cpuMs / own.cpuMs, 1),
    ]),
  );
  return results;
}

function openOwn(chunks: readonly TextChunk[]): Ask {
  const index = createLexicalIndex();
  let next = 0;
  let file = 0;
  while (next < chunks.length) {
    const { path } = chunks[next]!;
    const own: TextChunk[] = [];
    while (next + own.length < chunks.length && chunks[next + own.length]!.path === path) own.push(chunks[next + own.length]!);
    const lines = own.map(({ text }) => text.split('\n'));
    let line = 1;
    const ranges = lines.map((each) => ({ startLine: line, endLine: (line += each.length) - 1, symbol: -1 }));
    const facts = { structure: 'none', symbols: [] } as unknown as FileFacts;
    index.addFile(file++, path, own.map((_, i) => next + i), countWords(facts, ranges, lines.flat()));
    next += own.length;
  }
  return (question) => {
    const terms = [...new Set(termsOf(question))].map((term) => ({ term, weight: 1 }));
    const { chunkScores } = index.match(terms);
    const best = createBest(BEST, (a, b) => a < b);
    for (let at = 0; at < chunkScores.length; at += 1) if (chunkScores[at]! > 0) best.offer(chunkScores[at]!, at);
    return best.items();
  };
}

function openMiniSearch(chunks: readonly TextChunk[]): Ask {
  const index = new MiniSearch({ fields: ['text'], tokenize: termsOf, processTerm: (term) => term });
  index.addAll(chunks.map(({ text }, id) => ({ id, text })));
  return (question) => index.search(question).slice(0, BEST);
}

async function openOrama(chunks: readonly TextChunk[]): Promise<Ask> {
  const tokenize = (text: string): string[] => [...new Set(termsOf(text))];
  const tokenizer = { language: 'english', normalizationCache: new Map<string, string>(), tokenize };
  const index = create({ schema: { text: 'string' } as const, components: { tokenizer } });
  await insertMultiple(index, chunks.map(({ text }) => ({ text })), 1_000);
  return (term) => search(index, { term, limit: BEST });
}
