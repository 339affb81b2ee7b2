import { existsSync, readFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

/**
 * The most memory (RSS) that this process had, bytes. Linux counts in `maxRSS` what the process that
 * started this one had at the time, too, since a new process borrows that memory until it runs a program.
 */
export function peakMemory(): number {
  const own = existsSync(STATUS) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(STATUS, 'utf8'))?.[1] : undefined;
  return (own === undefined ? process.resourceUsage().maxRSS : Number(own)) * 1024;
}
