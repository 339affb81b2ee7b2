/** Follows the stream, or asks the webhook that the page names, and says so when it breaks. */
import type { DashboardState } from '../state';
import { offerChanges } from './alerts';
import { forgetCharts, resizeCharts } from './charts';
import { byId, fill } from './elements';
import { poll, readSource, type Receiver } from './poll';
import { sendToServer } from './send';
import { show } from './show';

let newest: DashboardState | undefined;

const receiver: Receiver = {
  state(state) {
    newest = state;
    byId('main').removeAttribute('aria-busy');
    fill('problem');
    show(state);
  },
  problem: (message) => fill('problem', message),
};

function follow({ state, problem }: Receiver): void {
  const events = new EventSource('/events');
  events.addEventListener('state', ({ data }: MessageEvent<string>) => state(JSON.parse(data) as DashboardState));
  events.addEventListener('problem', ({ data }: MessageEvent<string>) => problem((JSON.parse(data) as { message: string }).message));
  events.addEventListener('error', () => problem('The connection is lost; it is tried again. What is shown is the last that was known.'));
}

const source = readSource();
if (source) {
  const send = poll(source, receiver);
  offerChanges(source.changes ? send : undefined);
} else {
  offerChanges(sendToServer);
  follow(receiver);
}
addEventListener('resize', resizeCharts);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  forgetCharts();
  if (newest) show(newest);
});
