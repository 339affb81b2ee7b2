/** The stream of states, for as long as the page is open: where it ends, what ended it is found out, and it is tried again. */
import type { Receiver } from './poll';

/** Browsers give a stream up for good when its server answers with anything else. */
const AGAIN_MS = 3_000;
const LOST = 'The connection is lost; it is tried again. What is shown is the last that was known.';

export function follow(receiver: Receiver): void {
  const { state, problem } = receiver;
  const events = new EventSource('/events');
  events.addEventListener('state', ({ data }: MessageEvent<string>) => state(data));
  events.addEventListener('problem', ({ data }: MessageEvent<string>) => problem(`The server could not look: ${messageOf(data)}`));
  events.addEventListener('error', () => {
    if (events.readyState !== EventSource.CLOSED) problem(LOST);
    else void findReason().then(([message, isSignedOut]) => {
      problem(message, isSignedOut);
      if (!isSignedOut) setTimeout(() => follow(receiver), AGAIN_MS);
    });
  });
}

async function findReason(): Promise<readonly [message: string, isSignedOut: boolean]> {
  const stop = new AbortController();
  try {
    const { status, headers } = await fetch('/events', { signal: stop.signal, cache: 'no-store' });
    if (status === 401) return ['You are signed out.', true];
    if (status === 503) return ['Too many look at this dashboard already; it is tried again. What is shown is the last that was known.', false];
    if (status === 429) return [`Too many wrong tokens came from here; for ${headers.get('retry-after') ?? 'some'} s nobody is let in. It is tried again.`, false];
    return [status === 200 ? LOST : `The server answers ${status}; it is tried again. What is shown is the last that was known.`, false];
  } catch {
    return [LOST, false];
  } finally {
    stop.abort();
  }
}

function messageOf(data: string): string {
  try {
    return (JSON.parse(data) as { message: string }).message;
  } catch {
    return 'it does not say why';
  }
}
