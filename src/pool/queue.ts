/** Waiting work in two levels: interactive before bulk, first come first served within each. */
export type Priority = 'interactive' | 'bulk';

export interface TwoLevelQueue<Job> {
  readonly size: number;
  readonly bulkSize: number;
  readonly hasInteractive: boolean;
  push(job: Job, priority: Priority): void;
  /** The next job; bulk jobs only if `bulkAllowed`. */
  take(bulkAllowed: boolean): Job | undefined;
  /** The next bulk job, which stays. */
  nextBulk(): Job | undefined;
  /** Takes one job out; false if it was not waiting. */
  remove(job: Job): boolean;
  /** Takes all out. */
  drain(): Job[];
}

export function createQueue<Job>(): TwoLevelQueue<Job> {
  // Sets keep the order of insertion and forget any member in constant time.
  const interactive = new Set<Job>();
  const bulk = new Set<Job>();
  const shift = (jobs: Set<Job>): Job | undefined => {
    const [first] = jobs;
    if (first !== undefined) jobs.delete(first);
    return first;
  };
  return {
    get size() {
      return interactive.size + bulk.size;
    },
    get bulkSize() {
      return bulk.size;
    },
    get hasInteractive() {
      return interactive.size > 0;
    },
    nextBulk: () => bulk.values().next().value,
    push: (job, priority) => void (priority === 'bulk' ? bulk : interactive).add(job),
    take: (bulkAllowed) => shift(interactive) ?? (bulkAllowed ? shift(bulk) : undefined),
    remove: (job) => interactive.delete(job) || bulk.delete(job),
    drain() {
      const all = [...interactive, ...bulk];
      interactive.clear();
      bulk.clear();
      return all;
    },
  };
}
