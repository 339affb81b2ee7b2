/** The dashboard of an engine: its settings, its token, its page. */
import { createError, systemClock } from '../../kernel';
import type { Engine } from '../../kernel';
import type { Settings } from '../../config';
import { createDashboard, readPage, readToken } from '../../dashboard';
import { makeHomeFolder, writeAtomic } from '../../io';
import { WRITE_MS } from '../metering';

export interface OpenDashboard {
  readonly engine: Engine;
  readonly port?: number;
  readonly host: string;
  readonly home: string;
  /** The page that the build made. */
  readonly pageFile: string;
}

const PORT_MAX = 65_535;
/** What a look and the way to the page take. */
const LOOK_MS = 100;
const INTERVAL_MIN_MS = 250;

/**
 * Between two looks of the stream, ms. Who watches is behind by a fifth of `update_interval` at most: that
 * of the defaults, 10 s, by two seconds, of which others may take one to write down what they measured.
 */
export const intervalOf = (updateMs: number): number => Math.max(INTERVAL_MIN_MS, updateMs / 5 - WRITE_MS - LOOK_MS);

export async function openDashboard({ engine, port, host, home, pageFile }: OpenDashboard) {
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= PORT_MAX)) {
    throw createError('VALUE_OUT_OF_RANGE', { name: 'The port', value: port, min: 0, max: PORT_MAX });
  }
  const { monitoring } = (await engine.getSettings({})) as Settings;
  const token = monitoring.enable_auth ? await readToken(await makeHomeFolder(home, 'dashboard'), process.env, writeAtomic) : undefined;
  const dashboard = createDashboard({
    engine,
    page: await readPage(pageFile),
    token,
    intervalMs: intervalOf(monitoring.update_interval),
    clock: systemClock,
  });
  const url = await dashboard.listen(port ?? monitoring.dashboard_port, host);
  return { url, token, close: () => dashboard.close() };
}
