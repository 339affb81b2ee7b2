import { existsSync } from 'node:fs';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser of this machine; undefined, with the reason aloud, when its suite is to be skipped. */
export function findChromium(): string | undefined {
  const reason = process.env['E2E_SKIP_BROWSER'];
  const found = [process.env['CHROMIUM_PATH'], ...CANDIDATES].find((path) => path && existsSync(path));
  if (reason === undefined && found !== undefined) return found;
  console.warn(`SKIPPED: ${reason ?? 'There is no Chromium; name one with CHROMIUM_PATH.'}`);
  return undefined;
}
