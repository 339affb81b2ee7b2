/** One number per signal, against the window before, with its way there. */
import type { SeriesPoint } from '../../kernel';
import type { DashboardState } from '../state';
import { element, fill } from './elements';
import { headingOf, tilesOf, type Tile } from './view';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 100;
const HEIGHT = 20;

export function showTiles(state: DashboardState): void {
  fill('window', headingOf(state));
  fill('tiles', ...tilesOf(state).map(tileOf));
  const { summary, previous } = state.metrics;
  const isIdle = summary.runs + previous.runs === 0;
  fill('idle', ...(isIdle ? [element('p', { class: 'none' }, 'Nothing asked about code lately. What nodes, tools and commands do appears here within seconds; until then there is little to show.')] : []));
}

function tileOf({ label, value, change, better, severity, points }: Tile): Node {
  const way = better === undefined ? '' : better ? 'better' : 'worse';
  return element('div', { class: `tile ${severity === 'warning' || severity === 'critical' ? severity : ''}` },
    element('dt', {}, label),
    element('dd', {}, value, element('small', { class: way }, change), sparkline(points)),
  );
}

/** Of the steps that have a value; nothing of fewer than two. */
function sparkline(points: readonly SeriesPoint[]): Node {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  // The last step is under way.
  const known = points.slice(0, -1).flatMap(({ at, value }) => (typeof value === 'number' ? [{ at, value }] : []));
  if (known.length < 2) return svg;
  const from = points[0]!.at;
  const span = points.at(-1)!.at - from || 1;
  const values = known.map(({ value }) => value);
  const low = Math.min(...values);
  const height = Math.max(...values) - low;
  const line = document.createElementNS(SVG, 'polyline');
  line.setAttribute('points', known.map(({ at, value }) => `${((WIDTH * (at - from)) / span).toFixed(1)},${(height > 0 ? HEIGHT * (1 - (value - low) / height) : HEIGHT / 2).toFixed(1)}`).join(' '));
  svg.append(line);
  return svg;
}
