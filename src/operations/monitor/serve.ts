/** The dashboard of an engine: its settings, its token, its page. */
import { createError, systemClock } from '../../kernel';
import type { Engine } from '../../kernel';
import type { Settings } from '../../config';
import { createDashboard, readPage, readToken } from '../../dashboard';
import { makeHomeFolder, writeAtomic } from '../../io';

export interface OpenDashboard {
  readonly engine: Engine;
  readonly port?: number;
  readonly host: string;
  readonly home: string;
  /** The page that the build made. */
  readonly pageFile: string;
}

const PORT_MAX = 65_535;
/** Nobody is further behind than this, however seldom the settings want it. */
const INTERVAL_MAX_MS = 900;

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
    intervalMs: Math.min(INTERVAL_MAX_MS, monitoring.update_interval),
    clock: systemClock,
  });
  const url = await dashboard.listen(port ?? monitoring.dashboard_port, host);
  return { url, token, close: () => dashboard.close() };
}
