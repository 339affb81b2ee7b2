/** States from a webhook that is asked again and again: where no stream reaches, as in n8n's sandbox for HTML. */
import type { PollSource } from '../polling-page';
import type { Send } from './alerts';
import { byId } from './elements';
import { reasonOf } from './send';

export interface Receiver {
  /** As it was sent. */
  readonly state: (text: string) => void;
  /** `signIn`: whether signing in helps. */
  readonly problem: (message: string, signIn?: boolean) => void;
  /** Nothing is wrong, and nothing there yet. */
  readonly idle: () => void;
}

const TIMEOUT_MS = 30_000;

/** Undefined where the page has a server of its own, with a stream. */
export function readSource(): PollSource | undefined {
  const { source } = document.body.dataset;
  return source === undefined ? undefined : (JSON.parse(source) as PollSource);
}

/**
 * Asks while somebody looks. Without a token from the page, it is what follows the # of the address, or what is
 * entered. Answers how changes are made.
 */
export function poll({ dataUrl, token: given, intervalMs }: PollSource, { state, problem, idle }: Receiver): Send {
  let token = given ?? tokenOfAddress();
  let timer: number | undefined;
  let asking = false;

  function askForToken(message?: string): void {
    token = undefined;
    byId('ask').hidden = false;
    byId('main').removeAttribute('aria-busy');
    if (message === undefined) idle();
    else problem(message);
    byId('token').focus();
  }

  function ask(sent: string, body?: object): Promise<Response> {
    const headers = { authorization: `Bearer ${sent}`, ...(body && { 'content-type': 'application/json' }) };
    const what = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    return fetch(dataUrl, { ...what, headers, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(TIMEOUT_MS) });
  }

  /** Whether it may be asked again. */
  async function look(sent: string): Promise<boolean> {
    const response = await ask(sent);
    if (response.status === 401 || response.status === 403) {
      askForToken('The token was refused. Enter the one of the workflow.');
      return false;
    }
    if (response.ok) state(await response.text());
    else problem(`The workflow answered ${response.status}; it is asked again. What is shown is the last that was known.`);
    return true;
  }

  async function next(): Promise<void> {
    clearTimeout(timer);
    if (asking || token === undefined || document.hidden) return;
    asking = true;
    let again = true;
    try {
      again = await look(token);
    } catch {
      problem('The workflow does not answer; it is asked again. What is shown is the last that was known.');
    } finally {
      asking = false;
      if (again) timer = window.setTimeout(() => void next(), intervalMs);
    }
  }

  function use(entered: string | undefined): void {
    if (entered === undefined) return;
    token = entered;
    byId('ask').hidden = true;
    void next();
  }

  byId('ask').addEventListener('submit', (event) => {
    event.preventDefault();
    use((byId('token') as HTMLInputElement).value.trim() || undefined);
  });
  addEventListener('hashchange', () => use(tokenOfAddress()));
  document.addEventListener('visibilitychange', () => void next());
  if (token === undefined) askForToken();
  else void next();

  return async (change) => {
    const response = await ask(token ?? '', change);
    if (!response.ok) return await reasonOf(response);
    state(await response.text());
    return undefined;
  };
}

/** What follows the # never leaves the browser. */
function tokenOfAddress(): string | undefined {
  const text = location.hash.slice(1);
  try {
    return decodeURIComponent(text) || undefined;
  } catch {
    return text;
  }
}
