/** The temp folder of a run of jest: made before all files, gone after them; see environment.js. */
const { mkdtempSync, readdirSync, realpathSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { isAlive } = require('../../scripts/lib/alive.cjs');

const PREFIX = 'hybrid-context-test-';

module.exports = async function enterRun() {
  const parent = tmpdir();
  removeAbandoned(parent);
  const folder = realpathSync(mkdtempSync(join(parent, `${PREFIX}${process.pid}-`)));
  process.env.TMPDIR = folder;
  globalThis.leaveRun = () => {
    process.env.TMPDIR = parent;
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  // For runs that end before the global teardown; only SIGKILL leaves something, until the next run.
  process.once('exit', globalThis.leaveRun);
};

/** Folders of runs that were killed. */
function removeAbandoned(parent) {
  for (const name of readdirSync(parent)) {
    const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true });
  }
}
