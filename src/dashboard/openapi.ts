/** What the JSON API offers, as OpenAPI 3.1. */
import { SIGNAL_NAMES } from '../kernel';

const number = (name: string, description: string) => ({ name, in: 'query', description, schema: { type: 'number' } });
const text = (name: string, description: string) => ({ name, in: 'query', description, schema: { type: 'string' } });
const windowMs = number('windowMs', 'How far back to look, ms; default one hour');

const get = (summary: string, parameters: readonly object[] = [], type = 'application/json') => ({
  get: {
    summary,
    parameters,
    responses: {
      200: { description: summary, content: { [type]: {} } },
      400: { description: 'A parameter is wrong: { error: { code, message, fix } }' },
      401: { description: 'The token is missing or wrong' },
    },
  },
});

export function openApi(): object {
  return {
    openapi: '3.1.0',
    info: { title: 'hybrid-context', version: '1', description: 'What the engine measured, how it is, and what is to come.' },
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    paths: {
      '/api/state': get('Everything that the page shows', [windowMs]),
      '/api/metrics': get('Sums and series', [windowMs, number('stepMs', 'Width of a step, ms'), text('workspace', 'Only runs of this workspace')]),
      '/api/health': get('Every signal against its thresholds', [windowMs]),
      '/api/forecast': get('Forecast of a signal or of a recorded series', [
        { ...text('signal', 'A signal of the engine'), schema: { type: 'string', enum: SIGNAL_NAMES } },
        text('series', 'A series that a workflow records'),
      ]),
      '/api/config': get('The settings in force'),
      '/events': get('Everything that the page shows, as it changes', [], 'text/event-stream'),
      '/metrics': get('For Prometheus', [], 'text/plain'),
      '/healthz': { get: { summary: 'The server answers', security: [], responses: { 200: { description: 'ok' } } } },
      '/readyz': { get: { summary: 'The engine answers', security: [], responses: { 200: { description: 'ready' } } } },
    },
  };
}
