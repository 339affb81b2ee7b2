import { existsSync } from 'node:fs';
import { installDebianPackages } from './debian.mjs';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The path of a Chromium, which is installed with apt-get where that is possible. */
export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;
  await installDebianPackages({
    packages: ['chromium'],
    what: 'The browser tests cannot run.',
    why: 'There is no Chromium.',
    instead: 'Elsewhere: install Chromium, or name one with CHROMIUM_PATH.',
  });
  return findChromium();
}

export function findChromium() {
  return [process.env.CHROMIUM_PATH, ...CANDIDATES].find((path) => path && existsSync(path));
}
