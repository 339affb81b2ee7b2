/**
 * Each test file has a system temp folder of its own, which is removed with all that is in it when the
 * file has ended, passed or failed. What the engine keeps between runs goes there too, never to the
 * user's own folder.
 */
const { mkdirSync, mkdtempSync, realpathSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { TestEnvironment } = require('jest-environment-node');

/** Below the folder of the run, which jest's global setup made; a run without one has none to sweep up. */
function enterFolder() {
  const before = { TMPDIR: process.env.TMPDIR, HYBRID_CONTEXT_HOME: process.env.HYBRID_CONTEXT_HOME };
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'file-')));
  // Of this process, not only of the file's sandbox: `os.tmpdir()`, threads and children read these.
  process.env.TMPDIR = join(folder, 'temp');
  process.env.HYBRID_CONTEXT_HOME = join(folder, 'home');
  mkdirSync(process.env.TMPDIR);
  mkdirSync(process.env.HYBRID_CONTEXT_HOME);
  return function leave() {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
}

class TidyEnvironment extends TestEnvironment {
  constructor(config, context) {
    // The sandbox copies the environment's variables when it is made.
    const leave = enterFolder();
    try {
      super(config, context);
    } catch (error) {
      leave();
      throw error;
    }
    this.leaveFolder = leave;
  }

  async teardown() {
    await super.teardown();
    this.leaveFolder();
  }
}

module.exports = TidyEnvironment;
