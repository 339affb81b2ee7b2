/** Which results a request wants: by path, language and kind, before anything is ranked or cut. */
import { createError, RESULT_KINDS, type ResultFilter } from '../kernel';
import type { Corpus, IndexedFile } from '../corpus';
import type { Accept } from '../retrieve';
import { compilePatterns } from '../source';
import { checkList, isObject } from './input';

interface Checked {
  readonly paths?: readonly string[];
  readonly languages?: ReadonlySet<string>;
  readonly kinds?: ReadonlySet<string>;
}

/** Undefined when everything is wanted. @throws VALUE_INVALID */
export function createAccept(filter: unknown, corpus: Corpus): Accept | undefined {
  const { paths, languages, kinds } = checkFilter(filter);
  if (!paths && !languages && !kinds) return undefined;
  const matcher = compilePatterns('filter.paths', paths);
  const fileFits = ({ path, facts }: IndexedFile): boolean =>
    (!matcher || matcher.ignores(path)) && (!languages || languages.has(facts.language.toLowerCase()));
  const kindFits = (file: IndexedFile, index: number): boolean =>
    !kinds || kinds.has(file.facts.symbols[file.chunks[index]!.symbol]?.kind ?? 'lines');
  // Patterns are matched once for each file, however many of its chunks are looked at.
  const known = new Map<number, boolean>();
  const accepts = (file: IndexedFile): boolean => {
    let fits = known.get(file.id);
    if (fits === undefined) {
      fits = fileFits(file) && file.chunks.some((_, index) => kindFits(file, index));
      known.set(file.id, fits);
    }
    return fits;
  };
  return {
    file(id) {
      const file = corpus.fileById(id);
      return file !== undefined && accepts(file);
    },
    chunk(id) {
      const file = corpus.fileOf(id);
      return file !== undefined && accepts(file) && kindFits(file, id - file.chunkIds[0]!);
    },
  };
}

function checkFilter(filter: unknown): Checked {
  if (filter === undefined || filter === null) return {};
  if (!isObject(filter)) throw createError('VALUE_INVALID', { name: 'filter', reason: 'it is not an object' });
  const { paths, languages, kinds } = filter as ResultFilter;
  const named = checkList('filter.languages', languages)?.map((language) => language.trim().toLowerCase());
  const wanted = checkList('filter.kinds', kinds, RESULT_KINDS);
  return {
    paths: checkList('filter.paths', paths),
    ...(named && { languages: new Set(named) }),
    ...(wanted && { kinds: new Set<string>(wanted) }),
  };
}
