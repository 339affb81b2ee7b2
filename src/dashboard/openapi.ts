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
      429: { description: 'Too many wrong tokens came from this address' },
    },
  },
});

const post = (summary: string, properties: object) => ({
  post: {
    summary,
    parameters: [{ name: 'X-Hybrid-Context', in: 'header', required: true, description: 'Always 1: no other site can send it', schema: { type: 'string', const: '1' } }],
    requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', properties } } } },
    responses: {
      200: { description: summary, content: { 'application/json': {} } },
      400: { description: 'The body is wrong: { error: { code, message, fix } }' },
      401: { description: 'The token is missing or wrong' },
      429: { description: 'Too many wrong tokens came from this address' },
      403: { description: 'The header is missing, or another site asks' },
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
      '/api/alerts': get('Alerts, silences and what was told', [windowMs, { ...text('phases', 'firing (default) or all alerts'), schema: { type: 'string', enum: ['firing', 'all'] } }]),
      '/api/alerts/acknowledge': post('Acknowledges an alert', { id: { type: 'string' } }),
      '/api/alerts/silence': post('Silences alerts for a while, or ends a silence', {
        matches: { type: 'object', additionalProperties: { type: 'string' } },
        all: { type: 'boolean' },
        durationMs: { type: 'integer' },
        reason: { type: 'string' },
        end: { type: 'string', description: 'Ends this silence instead' },
      }),
      '/api/recommendations': get('What got worse, why, and what to do', [windowMs]),
      '/api/config': get('The settings in force'),
      '/api/session': get('Whether the request comes with the cookie of the login page: { signedIn }'),
      '/api/session/end': post('Ends that session', {}),
      '/events': get('Everything that the page shows, as it changes', [], 'text/event-stream'),
      '/metrics': get('For Prometheus', [], 'text/plain'),
      '/healthz': { get: { summary: 'The server answers', security: [], responses: { 200: { description: 'ok' } } } },
      '/readyz': { get: { summary: 'The engine answers', security: [], responses: { 200: { description: 'ready' } } } },
    },
  };
}
