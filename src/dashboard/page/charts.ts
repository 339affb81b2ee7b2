/** One chart per signal: the past, the forecast with its band, the thresholds. */
import uPlot from 'uplot';
import { byId, element } from './elements';
import { format } from './format';
import { aheadOf, percent, within, wordsOf, type Chart } from './view';

type Column = (number | null)[];

const HEIGHT = 190;
const drawn = new Map<string, { plot: uPlot; labels: string }>();

export function drawCharts(charts: readonly Chart[]): void {
  for (const chart of charts) draw(chart);
}

/** Colours follow the colour scheme of the page. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

const MEGABYTE = 1_048_576;
/** Steps of an axis, as people count memory. */
const BYTES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_024, 2_048, 5_120, 10_240, 51_200, 102_400, 512_000].map((megabytes) => megabytes * MEGABYTE);
const LINES = ['line', 'line2', 'line3'] as const;

function draw(chart: Chart): void {
  const { id, title, unit, lines } = chart;
  const box = document.getElementById(`chart-${id}`) ?? frame(id, title);
  const data = columnsOf(chart);
  const labels = lines.map(({ label }) => label).join();
  const known = drawn.get(id);
  ceilings.set(id, ceilingOf(chart));
  describe(box, chart);
  if (known && known.labels === labels) {
    known.plot.setData(data as uPlot.AlignedData);
    return;
  }
  known?.plot.destroy();
  const quiet = { width: 1, dash: [4, 4], points: { show: false } };
  const axis = { stroke: colour('soft'), grid: { stroke: colour('grid'), width: 1 }, ticks: { show: false }, font: '11px system-ui, sans-serif' };
  const plot = new uPlot(
    {
      width: widthOf(box),
      height: HEIGHT,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { drag: { setScale: false } },
      scales: { y: { range: () => [0, ceilings.get(id) ?? 1] } },
      axes: [
        { ...axis, space: 60, size: 24, values: (_, ticks) => ticks.map(clock) },
        { ...axis, space: 34, size: 56, ...(unit === 'bytes' && { incrs: BYTES }), values: (_, ticks) => ticks.map((tick) => format(tick, unit)) },
      ],
      series: [
        {},
        ...lines.map(({ label }, index) => ({ label, stroke: colour(LINES[index % LINES.length]!), width: index === 0 ? 2 : 1.25, spanGaps: false, points: { show: true, size: 5, filter: lonely } })),
        { label: 'forecast', stroke: colour('line'), ...quiet },
        { label: 'low', stroke: 'transparent', points: { show: false } },
        { label: 'high', stroke: 'transparent', points: { show: false } },
        { label: 'warning', stroke: colour('warning'), ...quiet },
        { label: 'critical', stroke: colour('critical'), ...quiet },
      ],
      bands: [{ series: [lines.length + 3, lines.length + 2], fill: colour('band') }],
    },
    data as uPlot.AlignedData,
    box.querySelector<HTMLElement>('.plot') ?? box,
  );
  drawn.set(id, { plot, labels });
}

/** A line has no end to be seen where the values beside it are missing: those alone are points. */
function lonely(plot: uPlot, series: number): number[] {
  const values = plot.data[series] ?? [];
  return Array.from(values.keys()).filter((at) => typeof values[at] === 'number' && typeof values[at - 1] !== 'number' && typeof values[at + 1] !== 'number');
}

const clock = (seconds: number): string => new Date(seconds * 1_000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** Highest value of the picture, by chart. */
const ceilings = new Map<string, number>();

/** Thresholds and forecasts that are far above all that was measured must not flatten it: what is higher is cut off. */
function ceilingOf({ unit, lines, forecast, limits }: Chart): number {
  const measured = lines.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []));
  const expected = forecast?.points.map(({ p50 }) => p50) ?? [];
  const seen = Math.max(0, ...measured, ...expected);
  const bounds = limits ? [limits.warning, limits.critical].filter((limit) => seen === 0 || limit <= FLATTENING * seen) : [];
  const band = Math.min(Math.max(0, ...(forecast?.points.map(({ p95 }) => p95) ?? [])), BAND * Math.max(seen, ...bounds));
  const top = 1.08 * Math.max(seen, band, ...bounds) || 1;
  return unit === 'share' ? Math.min(1.02, top) : top;
}

const FLATTENING = 5;
const BAND = 1.6;

function frame(id: string, title: string): HTMLElement {
  const made = element('section', { id: `chart-${id}`, class: 'chart', 'aria-labelledby': `title-${id}` },
    element('h3', { id: `title-${id}` }, title),
    element('ul', { class: 'keys' }),
    element('ul', { class: 'keys limits' }),
    element('div', { class: 'plot', 'aria-hidden': 'true' }),
    element('div', { class: 'outlook', tabindex: '0', role: 'region', 'aria-label': `Outlook: ${title}` }),
    element('p', { class: 'words' }),
  );
  byId('charts').append(made);
  return made;
}

/** What the colours are, what is to come, and all of it for those who cannot see the picture. */
function describe(box: HTMLElement, chart: Chart): void {
  const { lines, limits, unit } = chart;
  const find = (name: string): Element => box.querySelector(`.${name}`) ?? box;
  const keys = lines.map(({ label, points }, index) => key(LINES[index % LINES.length]!, label, format(points.findLast(({ value }) => typeof value === 'number')?.value, unit)));
  const bounds = limits ? (['warning', 'critical'] as const).map((name) => key(name, name, format(limits[name], unit), 'limit')) : [];
  find('keys').replaceChildren(...keys);
  find('limits').replaceChildren(...bounds);
  find('outlook').replaceChildren(...outlook(chart));
  const words = find('words');
  words.textContent = chart.forecast?.state === 'insufficient_data' ? 'Not enough data for a forecast yet.' : wordsOf(chart);
}

const key = (name: string, label: string, value: string, kind = ''): Node =>
  element('li', {}, element('i', { class: `c-${name} ${kind}`, 'aria-hidden': 'true' }), `${label} `, element('b', {}, value));

/** From these probabilities on it is said louder. */
const LOUD: readonly (readonly [least: number, className: string])[] = [[0.5, 'high'], [0.25, 'some']];

function outlook(chart: Chart): Node[] {
  const times = aheadOf(chart);
  if (times.length === 0) return [];
  const { limits, unit, forecast } = chart;
  const row = (head: string, cells: readonly Node[]): Node => element('tr', {}, element('th', { scope: 'row' }, head), ...cells);
  const expected = times.map(({ expected: value, range }) => element('td', { title: `90 %: ${range}` }, value));
  const breaches = times.map(({ breach = 0 }) => element('td', { class: LOUD.find(([least]) => breach >= least)?.[1] ?? '' }, percent(breach)));
  const side = forecast?.direction === 'below' ? 'Below' : 'Above';
  return [element('table', {},
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Within'), ...times.map(({ ahead }) => element('th', { scope: 'col' }, ahead)))),
    element('tbody', {}, row('Expected', expected), ...(limits ? [row(`${side} ${format(limits.warning, unit)}`, breaches)] : [])),
  )];
}

function columnsOf({ unit, lines, forecast, limits }: Chart): Column[] {
  const past = lines[0]?.points.map(({ at }) => at / 1_000) ?? [];
  const ahead = forecast?.at === undefined ? [] : forecast.points.map(({ aheadMs }) => (forecast.at! + aheadMs) / 1_000);
  const pad = (column: Column): Column => [...column, ...ahead.map(() => null)];
  const lead: Column = past.map(() => null);
  const points = forecast?.points ?? [];
  const flat = (value: number | undefined): Column => [...past, ...ahead].map(() => value ?? null);
  return [
    [...past, ...ahead],
    ...lines.map((line) => pad(line.points.map(({ value }) => value ?? null))),
    [...lead, ...points.map(({ p50 }) => within(p50, unit))],
    [...lead, ...points.map(({ p05 }) => within(p05, unit))],
    [...lead, ...points.map(({ p95 }) => within(p95, unit))],
    flat(limits?.warning),
    flat(limits?.critical),
  ];
}

/** Without what is around the picture. */
const widthOf = (box: HTMLElement): number => Math.max(220, box.querySelector<HTMLElement>('.plot')?.clientWidth ?? box.clientWidth);

/** The boxes are as wide as the window lets them be. */
export function resizeCharts(): void {
  for (const [id, { plot }] of drawn) plot.setSize({ width: widthOf(byId(`chart-${id}`)), height: HEIGHT });
}

/** Other colours: all is drawn anew with the next state. */
export function forgetCharts(): void {
  for (const { plot } of drawn.values()) plot.destroy();
  drawn.clear();
}
