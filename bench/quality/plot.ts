/** One picture of a run: bars of the systems, and how far the quality score can be trusted. */
import { mean } from '../measures';
import type { Calibration } from './calibration';
import { systemsOf } from './report';
import type { Row } from './run';

const BARS = [
  { title: 'S@5', colour: '#3f6fb5', of: (rows: readonly Row[]) => mean(rows.map(({ measures }) => measures)).s5 },
  { title: 'MRR', colour: '#5b9e6f', of: (rows: readonly Row[]) => mean(rows.map(({ measures }) => measures)).mrr },
  { title: 'recall in 4k tokens', colour: '#c9803c', of: (rows: readonly Row[]) => mean(rows.map(({ measures }) => measures)).within?.[2] ?? 0 },
] as const;
const BAR = 12;
const LEFT = 250;
const WIDTH = 320;
const SQUARE = 220;

export function drawPlot(rows: readonly Row[], calibration: Calibration | undefined): string {
  const systems = systemsOf(rows);
  const group = BARS.length * BAR + 14;
  const height = Math.max(systems.length * group + 70, SQUARE + 110);
  const width = LEFT + WIDTH + 70 + (calibration ? SQUARE + 80 : 0);
  const bars = systems.flatMap((system, at) => drawGroup(system, rows.filter((row) => row.system === system), 40 + at * group));
  const legend = BARS.flatMap(({ title, colour }, at) => [rect(LEFT + at * 110, 12, 10, 10, colour), text(LEFT + at * 110 + 15, 21, title)]);
  const trust = calibration ? drawCalibration(calibration, LEFT + WIDTH + 100, 50) : [];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#333">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...legend, ...bars, ...trust,
    '</svg>', '',
  ].join('\n');
}

function drawGroup(system: string, rows: readonly Row[], top: number): string[] {
  return [
    text(LEFT - 8, top + (BARS.length * BAR) / 2 + 4, system, 'end'),
    ...BARS.flatMap(({ colour, of }, at) => {
      const value = of(rows);
      return [rect(LEFT, top + at * BAR, value * WIDTH, BAR - 2, colour), text(LEFT + value * WIDTH + 4, top + at * BAR + 9, value.toFixed(3))];
    }),
  ];
}

/** Stated against observed; the area of a dot is the number of answers behind it. */
function drawCalibration({ bins, count }: Calibration, left: number, top: number): string[] {
  const at = (stated: number, observed: number): [number, number] => [left + stated * SQUARE, top + (1 - observed) * SQUARE];
  const dots = bins.filter((bin) => bin.count > 0).map((bin) => {
    const [x, y] = at(bin.stated, bin.observed);
    return `<circle cx="${fix(x)}" cy="${fix(y)}" r="${fix(3 + 14 * Math.sqrt(bin.count / Math.max(1, count)))}" fill="#3f6fb5" fill-opacity=".6"/>`;
  });
  return [
    `<rect x="${left}" y="${top}" width="${SQUARE}" height="${SQUARE}" fill="none" stroke="#999"/>`,
    `<line x1="${left}" y1="${top + SQUARE}" x2="${left + SQUARE}" y2="${top}" stroke="#999" stroke-dasharray="4 3"/>`,
    ...dots,
    text(left, top - 10, 'Quality score: stated (across), observed (up)'),
    ...[0, 0.5, 1].flatMap((value) => [text(left + value * SQUARE, top + SQUARE + 16, String(value), 'middle'), text(left - 6, top + (1 - value) * SQUARE + 4, String(value), 'end')]),
  ];
}

const fix = (value: number): string => value.toFixed(1);
const rect = (x: number, y: number, width: number, height: number, colour: string): string =>
  `<rect x="${fix(x)}" y="${fix(y)}" width="${fix(width)}" height="${fix(height)}" fill="${colour}"/>`;

function text(x: number, y: number, content: string, anchor = 'start'): string {
  const safe = content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return `<text x="${fix(x)}" y="${fix(y)}" text-anchor="${anchor}">${safe}</text>`;
}
