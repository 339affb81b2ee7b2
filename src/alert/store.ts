/** Where a book lives between moments and processes. The stage itself never touches a disk. */
import type { AlertBook } from './book';

/**
 * For several processes at once: changes happen one after the other, each on what the one before left.
 * Because the book is durable before anything is sent, a crash at any point repeats deliveries with the
 * same keys and loses none.
 */
export interface AlertStore {
  /** As it is now; an empty book when nothing was saved yet, or what was saved cannot be opened. */
  read(): Promise<AlertBook>;
  /** All or nothing, and durable when it resolves. A change that answers the same book writes nothing. */
  update(change: (book: AlertBook) => AlertBook): Promise<AlertBook>;
  /** Why what was saved could not be used, told once to each who asks. */
  takeWarning(): string | undefined;
}
