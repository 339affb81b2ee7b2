/**
 * Speed of ranking and of its parts, beside others in the same run, on the same chunks: words
 * (MiniSearch, Orama), vectors (LangChain's FaissStore and MemoryVectorStore), and whole questions.
 *
 *   npm run bench -- retrieval [--only words|vectors|ranking] [--chunks N] [--tree DIR …] [--size N …]
 *
 * A million chunks need more memory than Node takes by itself: NODE_OPTIONS=--max-old-space-size=12000.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { readChunks } from './retrieval/chunks';
import { benchHybrid } from './retrieval/hybrid';
import { benchLexical } from './retrieval/lexical';
import { benchVectors } from './retrieval/vectors';
import { writeResults } from './results';

const PARTS = ['words', 'vectors', 'ranking'];
const VECTOR_DIMENSIONS = 384;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      chunks: { type: 'string' },
      tree: { type: 'string', multiple: true },
      size: { type: 'string', multiple: true },
    },
  });
  if (values.only !== undefined && !PARTS.includes(values.only)) throw new Error(`Unknown part "${values.only}". Parts: ${PARTS.join(', ')}.`);
  const wants = (part: string): boolean => values.only === undefined || values.only === part;
  const count = Number(values.chunks ?? 100_000);
  const sizes = (values.size ?? ['50000']).map(Number);
  if (![count, ...sizes].every((number) => Number.isSafeInteger(number) && number > 0)) throw new Error('--chunks and --size take whole numbers above 0.');
  const machine = `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, load ${loadavg()[0]!.toFixed(1)}`;
  console.log(machine);
  const figures: Record<string, unknown> = { machine };
  if (wants('words')) figures['words'] = await benchLexical(readChunks(count));
  if (wants('vectors')) figures['vectors'] = await benchVectors(count, VECTOR_DIMENSIONS);
  if (wants('ranking')) figures['ranking'] = await benchHybrid(values.tree ?? ['src', 'test', 'bench', 'docs'], sizes);
  writeResults('retrieval', figures);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
