import { readFileSync } from 'node:fs';
import { cleanEnvironment, run, tail } from './command.mjs';
import { EXIT_SKIPPED, Failure } from './failure.mjs';
import { withProgress } from './progress.mjs';

/**
 * Installs packages with apt-get when this is Debian (or a relative) and the user is root.
 * Otherwise fails with EXIT_SKIPPED and says what a person has to install, and `instead`.
 */
export async function installDebianPackages({ packages, what, why, instead }) {
  if (!isDebian() || process.getuid?.() !== 0) {
    throw new Failure({
      what,
      why: `${why} Only root on Debian or Ubuntu can have it installed from here.`,
      fix: `On Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}. ${instead}`,
      exitCode: EXIT_SKIPPED,
    });
  }
  await withProgress(`Installing ${packages.join(', ')}`, async () => {
    await apt(['update', '-qq'], what);
    await apt(['install', '-y', '-qq', '--no-install-recommends', ...packages], what);
  });
}

async function apt(args, what) {
  const result = await run('apt-get', args, {
    env: cleanEnvironment({ DEBIAN_FRONTEND: 'noninteractive' }),
  });
  if (result.code === 0) return;
  throw new Failure({
    what,
    why: `apt-get ${args[0]} ended with code ${result.code}:\n${tail(result.output)}`,
    fix: 'Check the network and the apt sources, then start this again.',
    exitCode: EXIT_SKIPPED,
  });
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
