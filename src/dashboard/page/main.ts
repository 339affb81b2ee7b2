/** Follows the stream, or asks the webhook that the page names, and says so when it breaks. */
import type { DashboardState } from '../state';
import { offerChanges } from './alerts';
import { forgetCharts, resizeCharts } from './charts';
import { byId, element, fill } from './elements';
import { follow } from './follow';
import { time } from './format';
import { poll, readSource, type Receiver } from './poll';
import { leave, sendToServer } from './send';
import { show } from './show';

let newest: DashboardState | undefined;
const STALE = ' What is shown is the last that was known.';

/** Whether what is shown is of now. */
function beLive(isLive: boolean): void {
  byId('live').className = `live ${isLive ? 'on' : 'off'}`;
  if (newest) byId('updated').textContent = `${isLive ? 'Live, updated' : 'Not live since'} ${time(newest.at)}`;
  else if (!isLive) byId('updated').textContent = 'Not connected';
}

const receiver: Receiver = {
  state(text) {
    const { classList } = byId('main');
    try {
      const state = JSON.parse(text) as DashboardState;
      // Pictures are as wide as their boxes, which nothing has before it is shown.
      classList.add('known');
      show(state);
      newest = state;
    } catch {
      if (!newest) classList.remove('known');
      receiver.problem('What was sent is no state that this page understands. Load the page again; if that does not help, look at where it comes from.');
      return;
    }
    byId('main').removeAttribute('aria-busy');
    fill('problem');
    beLive(true);
  },
  problem(told, signIn = false) {
    const message = newest ? told : told.replace(STALE, '');
    byId('main').removeAttribute('aria-busy');
    // The same words again are not read out again.
    if (byId('problem').textContent !== message) fill('problem', message, ...(signIn ? [' ', element('a', { href: '/login' }, 'Sign in')] : []));
    beLive(false);
  },
  idle() {
    fill('problem');
  },
};

function offerLeaving(): void {
  const button = byId('leave');
  button.addEventListener('click', () => void leave().catch(() => receiver.problem('Signing out did not work: nobody answered.')));
  // Whoever came with a cookie came by the form; without a token nobody has to sign in.
  void fetch('/api/session').then(async (response) => {
    if (response.ok) button.hidden = !((await response.json()) as { signedIn: boolean }).signedIn;
  }, () => undefined);
}

const source = readSource();
if (source) {
  const send = poll(source, receiver);
  offerChanges(source.changes ? send : undefined);
} else {
  offerChanges(sendToServer);
  offerLeaving();
  follow(receiver);
}
addEventListener('resize', resizeCharts);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  forgetCharts();
  if (newest) show(newest);
});
