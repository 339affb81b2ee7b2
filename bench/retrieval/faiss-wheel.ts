/**
 * FAISS with AVX2 kernels, which neither Debian's libfaiss nor npm has, from the Python wheel: exact
 * search in 32-bit floats, one thread, one query at a time, in a process of its own. Made once by
 *   python3 -m venv .cache/faiss-python && .cache/faiss-python/bin/pip install faiss-cpu numpy
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { percentile } from '../measures';
import type { Timing } from './timing';

export interface WheelFigures extends Timing {
  readonly name: string;
  readonly addSeconds: number;
  /** Row numbers, one list per query. */
  readonly answers: readonly (readonly number[])[];
}

/** `values`: the rows, then the queries. Undefined where the wheel is not installed. */
export function timeWheel(values: readonly Float32Array[], rows: number, queries: number, dimensions: number, best: number): WheelFigures | undefined {
  const python = resolve(process.env['HYBRID_CONTEXT_CACHE'] ?? '.cache', 'faiss-python/bin/python');
  if (!existsSync(python)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'bench-faiss-'));
  try {
    const file = join(folder, 'rows.f32');
    for (const part of values) writeFileSync(file, new Uint8Array(part.buffer, part.byteOffset, part.byteLength), { flag: 'a' });
    const { status, stdout, stderr } = spawnSync(python, ['bench/retrieval/time-wheel.py', file, ...[rows, queries, dimensions, best].map(String)], { encoding: 'utf8', maxBuffer: 1e8 });
    if (status !== 0) throw new Error(`bench/retrieval/time-wheel.py ended with ${status}: ${stderr.slice(-500)}`);
    const { version, addSeconds, ms, cpuMs, answers } = JSON.parse(stdout) as { version: string; addSeconds: number; ms: number[]; cpuMs: number; answers: number[][] };
    return { name: `FAISS ${version} (Python)`, addSeconds, p50Ms: percentile(ms, 0.5), p95Ms: percentile(ms, 0.95), cpuMs, answers };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
