import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Writes a benchmark's figures as JSON into the ignored cache folder and says where. */
export function writeResults(name: string, results: unknown): void {
  const folder = join(process.env.HYBRID_CONTEXT_CACHE ?? '.cache', 'bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nFigures as JSON: ${file}`);
}
