/** Where a book lives between moments and processes. The stage itself never touches a disk. */
import type { AlertBook } from './book';

/**
 * For one evaluator at a time, which a lease sees to: load, evaluate, save, then deliver the outbox,
 * confirm what was delivered, save. Because the book is saved before anything is sent, a crash at any
 * point repeats deliveries with the same keys and loses none; what a second evaluator does while a
 * stopped one comes back is repeated with the same keys too.
 */
export interface AlertStore {
  /** Undefined when nothing was saved yet, or what was saved cannot be read whole. */
  load(): Promise<AlertBook | undefined>;
  /** All or nothing, and durable when it resolves. */
  save(book: AlertBook): Promise<void>;
}
