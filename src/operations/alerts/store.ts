/** The book of alerts in one sealed file that all processes of this machine share; or in memory, without a home. */
import type { Clock } from '../../kernel';
import { emptyBook, type AlertBook, type AlertStore } from '../../alert';
import { openSealedFile, type SealedRead } from '../../io';

export function createAlertStore(home: string, clock: Clock): AlertStore {
  const file = openSealedFile(home, 'alerts', clock);
  let known: { readonly stamp: string; readonly book: AlertBook } = { stamp: '', book: emptyBook() };
  let warning: string | undefined;

  function opened(read: SealedRead): AlertBook {
    if (read.aside) warning = `The states of alerts cannot be opened; they were kept as ${read.aside} and begin afresh.`;
    const book = read.content && parseBook(read.content);
    if (read.content && !book) warning = 'The states of alerts were written by another version; they begin afresh.';
    return book ?? emptyBook();
  }

  return {
    async read() {
      const stamp = await file.stamp();
      // The stamp comes first: a change between the two is then read again the next time.
      if (stamp !== known.stamp) known = { stamp, book: stamp === '' ? emptyBook() : opened(await file.read()) };
      return known.book;
    },
    async update(change) {
      let after = emptyBook();
      await file.update((read) => {
        const before = opened(read);
        after = change(before);
        return after === before ? undefined : Buffer.from(JSON.stringify(after));
      });
      return after;
    },
    takeWarning() {
      const told = warning;
      warning = undefined;
      return told;
    },
  };
}

export function createMemoryStore(): AlertStore {
  let book = emptyBook();
  return {
    read: () => Promise.resolve(book),
    update: async (change) => (book = change(book)),
    takeWarning: () => undefined,
  };
}

/** Sealed content is our own, but an older or newer version may have written it. */
function parseBook(content: Buffer): AlertBook | undefined {
  try {
    const parsed = JSON.parse(content.toString('utf8')) as Partial<AlertBook> | null;
    return parsed?.version === 1 ? { ...emptyBook(), ...parsed } : undefined;
  } catch {
    return undefined;
  }
}
