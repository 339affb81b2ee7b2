/** What the engine keeps between runs goes to a folder of this test run, never to the user's own. */
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const home = mkdtempSync(join(tmpdir(), 'hybrid-context-home-'));
process.env.HYBRID_CONTEXT_HOME = home;
process.once('exit', () => rmSync(home, { recursive: true, force: true }));
