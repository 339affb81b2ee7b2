import MiniSearch from 'minisearch';
import { wholeFile, type Baseline, type Document } from './words';

/** MiniSearch as its readme shows it: whole files, fields path and text, every option at its default. */
export function createMiniSearch(documents: readonly Document[]): Baseline {
  const index = new MiniSearch<Document & { readonly id: number }>({ fields: ['path', 'text'] });
  index.addAll(documents.map((document, id) => ({ ...document, id })));
  const whole = documents.map(wholeFile);
  return (query) => index.search(query).map(({ id }) => whole[id as number]!);
}
