import { once } from 'node:events';
import { serveDashboard } from '../../index';
import { printLines, readNumber, readText, type Command } from '../command';

export const serve: Command = {
  name: 'serve',
  usage: 'serve [--port N] [--host ADDRESS]',
  summary: 'serve the live dashboard, its JSON API and metrics for Prometheus, until Ctrl-C',
  options: {
    config: { type: 'string', value: 'FILE', help: 'settings file (YAML)' },
    port: { type: 'string', value: 'N', help: 'default: monitoring.dashboard_port; 0 takes any free port' },
    host: { type: 'string', value: 'ADDRESS', help: 'default: 127.0.0.1, which only this machine reaches' },
  },
  arguments: { min: 0, max: 0 },
  isOwnWork: true,

  async run(context) {
    const { values, engine, signal } = context;
    const served = await serveDashboard({ engine, port: readNumber(values, 'port'), host: readText(values, 'host') });
    const login = served.token === undefined ? [] : [`Token      ${served.token}`];
    await context.begun();
    printLines(context, [`Dashboard  ${served.url}`, ...login, 'Ctrl-C stops it.']);
    try {
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await served.close();
    }
    return 0;
  },
};
