import type { LexicalMatches } from '../../src/lexical';

export type ScoreName = 'chunks' | 'names' | 'files' | 'paths' | 'coverage';

/** Scores by id, zeros left out: what the typed arrays of `matches` say, in maps. */
export function mapsOf(matches: LexicalMatches): Record<ScoreName, Map<number, number>> {
  const maps = { chunks: new Map(), names: new Map(), files: new Map(), paths: new Map(), coverage: new Map() } as Record<ScoreName, Map<number, number>>;
  const put = (name: ScoreName, id: number, score: number): void => {
    if (score !== 0) maps[name].set(id, score);
  };
  matches.files.forEach((file, position) => {
    put('files', file, matches.fileScores[position]!);
    put('paths', file, matches.pathScores[position]!);
    put('coverage', file, matches.coverage[position]!);
    for (let at = matches.starts[position]!; at < matches.ends[position]!; at += 1) {
      const chunk = matches.firstChunks[position]! + at - matches.starts[position]!;
      put('chunks', chunk, matches.chunkScores[at]!);
      const named = matches.named.indexOf(at);
      if (named >= 0) put('names', chunk, matches.nameScores[named]!);
    }
  });
  return maps;
}
