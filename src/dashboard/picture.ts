/** A chart as inline SVG, for where no script runs: the past, the forecast with its band, the thresholds. */
import { escapeMarkup } from './markup';
import { format } from './page/format';
import { wordsOf, type Chart } from './page/view';

const WIDTH = 560;
const HEIGHT = 150;
const LEFT = 70;
const BOTTOM = 20;
const TOP = 8;
/** Mails are read on white; the hues are those of the page. */
const COLOURS = { line: '#2458c7', text: '#4a5365', grid: '#d6dae2', band: '#dbe4f7', warning: '#8a5300', critical: '#b3001e' } as const;

interface Place {
  readonly at: number;
  readonly value: number;
}

type Scale = (place: Place) => string;

export function drawPicture(chart: Chart): string {
  const { lines, forecast, limits, unit } = chart;
  const points = lines[0]?.points ?? [];
  const start = forecast?.at;
  const ahead = start === undefined ? [] : (forecast?.points ?? []).map((point) => ({ ...point, at: start + point.aheadMs }));
  const times = [...points, ...ahead].map(({ at }) => at);
  const known = points.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  if (known.length === 0) return '';
  const [from, to] = [Math.min(...times), Math.max(...times)];
  const values = [...known, ...ahead.flatMap(({ p05, p95 }) => [p05, p95]), ...(limits ? [limits.warning] : [])];
  const low = Math.min(0, ...values);
  const top = Math.max(...values);
  const high = unit === 'share' && top <= 1 ? Math.min(1, top * 1.05 || 1) : top * 1.05 || 1;
  const y = (value: number): number => TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const x = (at: number): number => LEFT + ((at - from) / (to - from || 1)) * (WIDTH - LEFT - 4);
  const scale: Scale = ({ at, value }) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`;
  const tick = (value: number): string =>
    `<path d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH}" stroke="${COLOURS.grid}"/><text x="${LEFT - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" font-size="11" fill="${COLOURS.text}">${format(value, unit)}</text>`;
  const threshold = (value: number, colour: string): string =>
    value > high || value < low ? '' : `<path d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH}" stroke="${colour}" stroke-dasharray="4 4"/>`;
  const band = [...ahead.map(({ at, p95 }) => ({ at, value: p95 })), ...ahead.map(({ at, p05 }) => ({ at, value: p05 })).reverse()];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" style="max-width:100%;height:auto" font-family="system-ui,sans-serif">`,
    `<title>${escapeMarkup(`${chart.title}: ${wordsOf(chart)}`)}</title>`,
    tick(low),
    tick(high),
    band.length === 0 ? '' : `<polygon points="${band.map(scale).join(' ')}" fill="${COLOURS.band}"/>`,
    limits ? threshold(limits.warning, COLOURS.warning) + threshold(limits.critical, COLOURS.critical) : '',
    ...stretchesOf(points).map((stretch) => stroke(stretch, scale)),
    ahead.length === 0 ? '' : `<polyline points="${ahead.map(({ at, p50 }) => scale({ at, value: p50 })).join(' ')}" fill="none" stroke="${COLOURS.line}" stroke-dasharray="4 4"/>`,
    `<text x="${LEFT}" y="${HEIGHT - 4}" font-size="11" fill="${COLOURS.text}">${clock(from)}</text>`,
    `<text x="${WIDTH}" y="${HEIGHT - 4}" text-anchor="end" font-size="11" fill="${COLOURS.text}">${clock(to)} UTC</text>`,
    '</svg>',
  ].join('');
}

/** What was not measured is a gap. A lone value is a point. */
function stretchesOf(points: readonly { readonly at: number; readonly value: number | undefined }[]): Place[][] {
  const stretches: Place[][] = [[]];
  for (const { at, value } of points) {
    if (typeof value === 'number') stretches.at(-1)!.push({ at, value });
    else stretches.push([]);
  }
  return stretches.filter(({ length }) => length > 0);
}

function stroke(stretch: readonly Place[], scale: Scale): string {
  const places = stretch.map(scale);
  if (places.length > 1) return `<polyline points="${places.join(' ')}" fill="none" stroke="${COLOURS.line}" stroke-width="2"/>`;
  const [cx, cy] = places[0]!.split(',');
  return `<circle cx="${cx}" cy="${cy}" r="2" fill="${COLOURS.line}"/>`;
}

const clock = (at: number): string => new Date(at).toISOString().slice(11, 16);
