import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Exit code of a script whose work cannot be done on this machine: callers count it as skipped. */
export const EXIT_SKIPPED = 77;

/** Something a person can act on: what failed, why, and what to do about it. */
export class Failure extends Error {
  constructor({ what, why, fix, exitCode = 1 }) {
    super(`${what}\n  Why: ${why}\n  Fix: ${fix}`);
    this.name = 'Failure';
    this.exitCode = exitCode;
  }
}

/** Runs a script's main function; a Failure is printed without a stack, anything else with one. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Failure ? `\n${error.message}` : error);
    process.exitCode = error instanceof Failure ? error.exitCode : 1;
  }
}

/** True when the module was started by `node <file>` rather than imported. */
export function isMain(moduleUrl) {
  const started = process.argv[1];
  return started !== undefined && moduleUrl === pathToFileURL(realpathSync(started)).href;
}
