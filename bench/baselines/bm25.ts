import { baselineWords, countWords, wholeFile, type Baseline, type Document } from './words';

/** Plain BM25 over whole files, path included; no stems, no stop words, no tuning. */
export function createBm25(documents: readonly Document[], k1 = 1.2, b = 0.75): Baseline {
  const postings = new Map<string, [document: number, count: number][]>();
  const whole = documents.map(wholeFile);
  const lengths = documents.map(({ path, text }, document) => {
    const words = baselineWords(`${path}\n${text}`);
    for (const [word, count] of countWords(words)) {
      const list = postings.get(word);
      if (list) list.push([document, count]);
      else postings.set(word, [[document, count]]);
    }
    return words.length;
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length);
  return (query) => {
    const scores = new Float64Array(documents.length);
    for (const [word, weight] of countWords(baselineWords(query))) {
      const list = postings.get(word) ?? [];
      const idf = Math.log(1 + (documents.length - list.length + 0.5) / (list.length + 0.5));
      for (const [document, count] of list) {
        const norm = k1 * (1 - b + (b * lengths[document]!) / average);
        scores[document]! += (weight * idf * count * (k1 + 1)) / (count + norm);
      }
    }
    const order = documents.map((_, document) => document);
    order.sort((x, y) => scores[y]! - scores[x]! || (documents[x]!.path < documents[y]!.path ? -1 : 1));
    return order.map((document) => whole[document]!);
  };
}
