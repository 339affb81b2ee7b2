/** Keeps the engine inside its memory and CPU settings: caches give way first, then bulk work waits or is refused. */
import { createError } from '../kernel';
import type { Clock } from '../kernel';
import { formatSize } from '../config';

export interface Pressure {
  /** Throws MEMORY_LIMIT when the engine is over `limitBytes` even after caches were emptied. */
  admitBulk(limitBytes: number): void;
  /** How many threads bulk work may use now. */
  bulkThreads(): number;
}

export interface PressureParts {
  readonly clock: Clock;
  /** Bytes that the engine added to its process. */
  readonly memoryUsed: () => number;
  /** CPU time that all threads of the process have used, ms. Default: as the system tells. */
  readonly cpuMs?: () => number;
  /** Share of all cores, 0..1. */
  readonly maxCpu: () => number;
  readonly cores: number;
  readonly plannedBulkThreads: () => number;
  readonly releaseCaches: () => void;
}

const CPU_WINDOW_MS = 250;
const MB = 1024 * 1024;

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

export function createPressure({ cpuMs = processCpuMs, ...parts }: PressureParts): Pressure {
  let cpu = cpuMs();
  let at = parts.clock.monotonic();
  let allowed: number | undefined;

  return {
    admitBulk(limitBytes) {
      if (parts.memoryUsed() <= limitBytes) return;
      parts.releaseCaches();
      const used = parts.memoryUsed();
      if (used <= limitBytes) return;
      throw createError('MEMORY_LIMIT', { used: formatSize(Math.ceil(used / MB) * MB), limit: formatSize(limitBytes) });
    },
    bulkThreads() {
      const planned = parts.plannedBulkThreads();
      const elapsed = parts.clock.monotonic() - at;
      if (elapsed < CPU_WINDOW_MS) return Math.min(allowed ?? planned, planned);
      const used = cpuMs();
      const share = (used - cpu) / elapsed / parts.cores;
      cpu = used;
      at = parts.clock.monotonic();
      // One thread less per window above the limit, one more per window below: it settles near it.
      const next = (allowed ?? planned) + (share > parts.maxCpu() ? -1 : 1);
      allowed = Math.min(planned, Math.max(1, next));
      return allowed;
    },
  };
}
