/**
 * WebAssembly that V8 must not optimise. The lexer of a tree-sitter grammar is one function of up to half
 * a megabyte. When such a function is hot, V8's optimising compiler takes gigabytes for it in the
 * background, or ends the whole process: "Fatal process out of memory: Zone" (nodejs/node#63421; Swift's
 * grammar on Node 20 and 24).
 *
 * V8 has no switch for one module, only flags of the process, which are read while code is made. So they are
 * changed while one module is compiled as a whole, by one thread at a time, and put back.
 */
import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';

const FLAGS = ['wasm-tier-up', 'wasm-dynamic-tiering', 'wasm-lazy-compilation'] as const;
const TURN = 'hybrid-context.baseline';
/** Compiling takes a tenth of a second; a thread that was ended in its turn must not stop the others for good. */
const TURN_MS = 10_000;
const LOOK_MS = 100;

/** Modules found again by V8 through their bytes, as long as somebody holds them. */
const compiled = new Map<string, WebAssembly.Module>();

/** Lets the threads that this one starts from now on take turns. */
export function shareBaselineTurns(): void {
  if (!sharedTurn()) setEnvironmentData(TURN, new SharedArrayBuffer(4));
}

/**
 * The bytes of a WASM file. Whoever compiles them in this process from now on gets the code that the
 * baseline compiler made of them here. Rejects when the file cannot be read or is no WASM.
 */
export async function readBaselineModule(file: string): Promise<Uint8Array> {
  const bytes = await readFile(file);
  if (!compiled.has(file)) compiled.set(file, inTurn(() => compileBaseline(bytes)));
  return bytes;
}

function compileBaseline(bytes: Uint8Array): WebAssembly.Module {
  for (const flag of FLAGS) setFlagsFromString(`--no-${flag}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of FLAGS) if (!process.execArgv.includes(`--no-${flag}`)) setFlagsFromString(`--${flag}`);
  }
}

const sharedTurn = (): SharedArrayBuffer | undefined => getEnvironmentData(TURN) as unknown as SharedArrayBuffer | undefined;

function inTurn<T>(work: () => T): T {
  const shared = sharedTurn();
  if (!shared) return work();
  const turn = new Int32Array(shared);
  const deadline = performance.now() + TURN_MS;
  while (Atomics.compareExchange(turn, 0, 0, 1) !== 0 && performance.now() < deadline) Atomics.wait(turn, 0, 1, LOOK_MS);
  try {
    return work();
  } finally {
    Atomics.store(turn, 0, 0);
    Atomics.notify(turn, 0, 1);
  }
}
