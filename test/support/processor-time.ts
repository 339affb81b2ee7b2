/**
 * Processor time in ms that this process spends while `work` runs, on all its threads. On a machine that is
 * busy with other things the wall clock says little about an algorithm: a process may wait longer than it works.
 */
export async function processorMs(work: () => unknown): Promise<number> {
  const from = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(from);
  return (user + system) / 1_000;
}
