/** Changes on their way to the server that the page came from. */
import type { DashboardChange } from '../../kernel';

export async function sendToServer(change: DashboardChange): Promise<string | undefined> {
  const [path, body] = routeOf(change);
  const response = await post(path, body);
  return response.ok ? undefined : await reasonOf(response);
}

/** Ends the session and goes to where one begins. */
export async function leave(): Promise<void> {
  await post('/api/session/end', {});
  location.assign('/login');
}

const post = (path: string, body: object): Promise<Response> =>
  fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-hybrid-context': '1' }, body: JSON.stringify(body) });

function routeOf({ change, ...body }: DashboardChange): [path: string, body: object] {
  if (change === 'acknowledge') return ['/api/alerts/acknowledge', body];
  return ['/api/alerts/silence', 'id' in body ? { end: body.id } : body];
}

/** What an answer that is not OK says, as the server and the template say it. */
export async function reasonOf(response: Response): Promise<string> {
  const { error } = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  return error?.message ?? `${response.status} ${response.statusText}`.trim();
}
