/** One chart per signal: the past, the forecast with its band, the thresholds. */
import uPlot from 'uplot';
import { byId, element } from './elements';
import { format } from './format';
import { wordsOf, type Chart } from './view';

type Column = (number | null)[];

const HEIGHT = 180;
const drawn = new Map<string, { plot: uPlot; labels: string }>();

export function drawCharts(charts: readonly Chart[]): void {
  for (const chart of charts) draw(chart);
}

/** Colours follow the colour scheme of the page. */
const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

function draw(chart: Chart): void {
  const { id, title, unit, lines } = chart;
  const box = document.getElementById(`chart-${id}`) ?? frame(id, title);
  const data = columnsOf(chart);
  const labels = lines.map(({ label }) => label).join();
  const known = drawn.get(id);
  describe(box, chart);
  if (known && known.labels === labels) {
    known.plot.setData(data as uPlot.AlignedData);
    return;
  }
  known?.plot.destroy();
  const colours = ['line', 'line2', 'line3'].map(colour);
  const quiet = { width: 1, dash: [4, 4], points: { show: false } };
  const plot = new uPlot(
    {
      width: Math.max(240, box.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { setScale: false } },
      scales: { y: { range: (_, min, max) => [Math.min(0, min), max > 0 ? max * 1.05 : 1] } },
      axes: [
        { stroke: colour('text'), grid: { stroke: colour('grid') } },
        { stroke: colour('text'), grid: { stroke: colour('grid') }, size: 64, values: (_, ticks) => ticks.map((tick) => format(tick, unit)) },
      ],
      series: [
        {},
        ...lines.map(({ label }, index) => ({ label, stroke: colours[index % colours.length], width: 2, spanGaps: false })),
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

function frame(id: string, title: string): HTMLElement {
  const made = element('section', { id: `chart-${id}`, class: 'chart', 'aria-labelledby': `title-${id}` },
    element('h3', { id: `title-${id}` }, title),
    element('div', { class: 'plot', 'aria-hidden': 'true' }),
    element('p', { class: 'words' }),
  );
  byId('charts').append(made);
  return made;
}

/** For those who cannot see the picture, and for everybody. */
function describe(box: HTMLElement, chart: Chart): void {
  const words = box.querySelector('.words');
  if (words) words.textContent = wordsOf(chart);
}

function columnsOf({ lines, forecast, limits }: Chart): Column[] {
  const past = lines[0]?.points.map(({ at }) => at / 1_000) ?? [];
  const ahead = forecast?.at === undefined ? [] : forecast.points.map(({ aheadMs }) => (forecast.at! + aheadMs) / 1_000);
  const pad = (column: Column): Column => [...column, ...ahead.map(() => null)];
  const lead: Column = past.map(() => null);
  const points = forecast?.points ?? [];
  const flat = (value: number | undefined): Column => [...past, ...ahead].map(() => value ?? null);
  return [
    [...past, ...ahead],
    ...lines.map((line) => pad(line.points.map(({ value }) => value ?? null))),
    [...lead, ...points.map(({ p50 }) => p50)],
    [...lead, ...points.map(({ p05 }) => p05)],
    [...lead, ...points.map(({ p95 }) => p95)],
    flat(limits?.warning),
    flat(limits?.critical),
  ];
}

/** The boxes are as wide as the window lets them be. */
export function resizeCharts(): void {
  for (const [id, { plot }] of drawn) plot.setSize({ width: Math.max(240, byId(`chart-${id}`).clientWidth), height: HEIGHT });
}

/** Other colours: all is drawn anew with the next state. */
export function forgetCharts(): void {
  for (const { plot } of drawn.values()) plot.destroy();
  drawn.clear();
}
