/** The report and the page that polls, from states of a real engine with numbers of known size. */
import fc from 'fast-check';
import { readState, renderReport, toPollingPage, type DashboardState } from '../../src/dashboard';
import { ownContent } from '../../src/dashboard/respond';
import { escapeMarkup } from '../../src/dashboard/markup';
import type { ForecastAnswer } from '../../src/kernel';
import { cleanUp, openTestEngine, tempFolder } from '../engine/support';

const HOUR = 3_600_000;
const NAME = '<img src=x onerror=alert(1)>';
let state: DashboardState;

beforeAll(async () => {
  const engine = await openTestEngine();
  const root = tempFolder({ 'a.ts': 'export const tide = 1;\n' });
  await engine.search({ root, query: 'tide', workspace: NAME });
  state = await readState(engine, 24 * HOUR, Date.now());
});
afterAll(cleanUp);

const picturesOf = (html: string): string[] => [...html.matchAll(/<svg.*?<\/svg>/gs)].map(([svg]) => svg);

test('says how it stands without scripts or anything from outside, and escapes names', () => {
  const { html, text, subject, severity } = renderReport(state);
  expect(severity).toBe(state.report.severity);
  expect(subject).toMatch(/^Code retrieval: .* \(\d{4}-\d\d-\d\d\)$/);
  expect(html).not.toMatch(/<script|<style|<link|<img|<[^>]*\b(src|href)=|url\(/);
  expect(html).toContain(escapeMarkup(NAME));
  for (const { message } of state.report.signals) {
    expect(html).toContain(escapeMarkup(message));
    expect(text).toContain(message);
  }
  for (const word of ['No alert fires.', 'Nothing was told.', 'Last 24 hours, against the 24 hours before']) expect(text).toContain(word);
});

/** A line that goes up, with a gap, a lone value after it, and a forecast. */
function withLatency(values: readonly (number | undefined)[]): DashboardState {
  const points = values.map((value, index) => ({ at: index * HOUR, value, samples: 1 }));
  const forecast: ForecastAnswer = {
    of: 'latency_p95', state: 'ok', at: (values.length - 1) * HOUR, stepMs: 60_000, samples: 9, direction: 'above', threshold: 300, anomaly: 0, message: '',
    points: [{ aheadMs: HOUR, p05: 90, p50: 120, p95: 400, calibrated: true, breach: 0.4 }, { aheadMs: 2 * HOUR, p05: 80, p50: 130, p95: 500, calibrated: true, breach: 0.6 }],
  };
  const signals = state.report.signals.map((one) => (one.signal === 'latency_p95' ? { ...one, warning: 300, critical: 9_000 } : one));
  return {
    ...state,
    metrics: { ...state.metrics, series: { latency_p95: points } },
    report: { ...state.report, signals },
    forecasts: [forecast],
  };
}

test('draws the past with its gaps, the forecast with its band, and thresholds within reach', () => {
  const [latency, ...others] = picturesOf(renderReport(withLatency([100, 150, undefined, 200])).html);
  expect(others).toEqual([]);
  expect(latency).toContain('<title>Latency: ');
  expect(latency!.match(/stroke-width="2"/g)).toHaveLength(1);
  expect(latency!.match(/<circle/g)).toHaveLength(1);
  expect(latency!.match(/<polygon points="[^"]+"/)![0].split(' ')).toHaveLength(5);
  expect(latency).toContain('stroke="#8a5300"');
  // Far above everything that was measured: showing it would flatten the line.
  expect(latency).not.toContain('stroke="#b3001e"');
  const [, first, second] = /<polyline points="[\d.]+,([\d.]+) [\d.]+,([\d.]+)"/.exec(latency!)!;
  expect(Number(second)).toBeLessThan(Number(first));
});

test('whatever was measured, places are numbers within the picture', () => {
  const value = fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
      for (const svg of picturesOf(renderReport(withLatency(values)).html)) {
        expect(svg).not.toMatch(/NaN|Infinity|undefined/);
        for (const [, points] of svg.matchAll(/points="([^"]*)"/g)) {
          for (const place of points!.split(' ')) {
            const [x, y] = place.split(',').map(Number);
            expect(x! >= 0 && x! <= 560 && y! >= 0 && y! <= 150).toBe(true);
          }
        }
      }
    }),
  );
});

test('lists end, and what was left out is counted', () => {
  const alert = state.alerts.alerts[0] ?? { id: '0', signal: 'quality', severity: 'warning' as const, about: 'threshold' as const, labels: {}, phase: 'breaching' as const, since: 0, updatedAt: 0, silenced: false, message: 'Quality is low.' };
  const event = { key: 'k', kind: 'fire' as const, at: state.metrics.from, alert };
  const long = { ...state, alerts: { ...state.alerts, alerts: Array.from({ length: 25 }, () => alert), timeline: [event, { ...event, at: 0 }] }, metrics: { ...state.metrics, notes: ['A note.'] } };
  const { text } = renderReport(long);
  expect(text).toContain('and 5 more');
  expect(text).toContain('A note.');
  expect(text.match(/, fire: /g)).toHaveLength(1);
});

test('the page that polls brings its policy along, with the hashes of its own blocks', () => {
  const page = '<html><head><meta charset="utf-8"><style>a{}</style></head><body><script>1;"<body>"</script></body></html>';
  const html = toPollingPage(page, { dataUrl: 'a"b<c>&\'d$&', intervalMs: 5 });
  expect(html.indexOf('http-equiv')).toBeLessThan(html.indexOf('<style>'));
  for (const part of ownContent(page, 'http: https:')) expect(html).toContain(escapeMarkup(part));
  expect(html.match(/data-source/g)).toHaveLength(1);
  expect(html).toContain('<body data-source="{&quot;dataUrl&quot;:&quot;a\\&quot;b&lt;c&gt;&amp;&#39;d$&amp;&quot;,&quot;intervalMs&quot;:5}">');
});

test('the mix of modes is told by its shares', () => {
  const summary = { ...state.metrics.summary, modes: { rag: 1, ast: 3, automatic: 1 } };
  const { text } = renderReport({ ...state, metrics: { ...state.metrics, summary } });
  expect(text).toContain('\nModes\n- ast: 60 % (3 runs)\n- automatic: 20 % (1 run)\n- rag: 20 % (1 run)\n');
  expect(renderReport({ ...state, metrics: { ...state.metrics, summary: { ...summary, modes: {} } } }).text).toContain('No answer was given in a mode.');
});

test('how likely a breach is, is told for each time ahead', () => {
  const { text } = renderReport(withLatency([100, 150, 200]));
  expect(text).toContain('in 2 h 80 ms to 500 ms; beyond 300 ms within 1 h: 40 %, within 2 h: 60 %; warning at 300 ms');
});

test('how fresh indexes are and what workflows record is told in words', () => {
  const { at } = state;
  const metrics = {
    ...state.metrics,
    indexes: [{ workspace: NAME, files: 1_200, chunks: 9_000, bytes: 52_428_800, checkedAt: at - 45_000, lagMs: 200 }, { workspace: 'old', files: 1, chunks: 1, checkedAt: at - 9_000_000 }],
    recordings: [{ series: 'orders', last: 1_234.567, lastAt: at - 240_000, mean: 0.012345, samples: 3 }],
  };
  const { text, html } = renderReport({ ...state, metrics });
  expect(text).toContain(`${NAME}: files 1,200, chunks 9,000, memory 50 MB, looked at 45 s ago, age when used 200 ms`);
  expect(text).toContain('old: files 1, chunks 1, memory –, looked at 2.5 h ago, age when used –');
  expect(text).toContain('orders: newest 1,235, recorded 4 min ago, mean 0.01235, values 3');
  expect(html).toContain(`${escapeMarkup(NAME)}: files 1,200`);
  expect(renderReport({ ...state, metrics: { ...metrics, indexes: [], recordings: [] } }).text).toContain('No workflow recorded a series.');
});
