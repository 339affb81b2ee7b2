/** Keeps the engine inside its memory and CPU settings: caches give way first, then bulk work waits or is refused. */
import { createError } from '../kernel';
import type { Clock } from '../kernel';
import { formatSize } from '../config';

export interface Pressure {
  /** Throws MEMORY_LIMIT when the engine is over its limit even after caches were emptied. */
  admitBulk(): void;
  /** How many threads bulk work may use now. */
  bulkThreads(): number;
}

export interface PressureParts {
  readonly clock: Clock;
  /** Bytes that the engine added to its process. */
  readonly memoryUsed: () => number;
  readonly maxMemoryBytes: () => number;
  /** Share of all cores, 0..1. */
  readonly maxCpu: () => number;
  readonly cores: number;
  readonly plannedBulkThreads: () => number;
  readonly releaseCaches: () => void;
}

const CPU_WINDOW_MS = 250;

export function createPressure(parts: PressureParts): Pressure {
  let cpu = process.cpuUsage();
  let at = parts.clock.monotonic();
  let allowed: number | undefined;

  return {
    admitBulk() {
      const limit = parts.maxMemoryBytes();
      if (parts.memoryUsed() <= limit) return;
      parts.releaseCaches();
      const used = parts.memoryUsed();
      if (used > limit) throw createError('MEMORY_LIMIT', { used: formatSize(used), limit: formatSize(limit) });
    },
    bulkThreads() {
      const planned = parts.plannedBulkThreads();
      const elapsed = parts.clock.monotonic() - at;
      if (elapsed < CPU_WINDOW_MS) return Math.min(allowed ?? planned, planned);
      const used = process.cpuUsage(cpu);
      const share = (used.user + used.system) / 1_000 / elapsed / parts.cores;
      cpu = process.cpuUsage();
      at = parts.clock.monotonic();
      // One thread less per window above the limit, one more per window below: it settles near it.
      const next = (allowed ?? planned) + (share > parts.maxCpu() ? -1 : 1);
      allowed = Math.min(planned, Math.max(1, next));
      return allowed;
    },
  };
}
