/** Follows the stream, and says so when it breaks. */
import type { DashboardState } from '../state';
import { forgetCharts, resizeCharts } from './charts';
import { byId, fill } from './elements';
import { show } from './show';

let newest: DashboardState | undefined;

function update(state: DashboardState): void {
  newest = state;
  byId('main').removeAttribute('aria-busy');
  fill('problem');
  show(state);
}

const events = new EventSource('/events');
events.addEventListener('state', ({ data }: MessageEvent<string>) => update(JSON.parse(data) as DashboardState));
events.addEventListener('problem', ({ data }: MessageEvent<string>) => fill('problem', (JSON.parse(data) as { message: string }).message));
events.addEventListener('error', () => fill('problem', 'The connection is lost; it is tried again. What is shown is the last that was known.'));
addEventListener('resize', resizeCharts);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  forgetCharts();
  if (newest) show(newest);
});
