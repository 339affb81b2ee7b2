/** The editor's REST interface, as far as the scripts and tests need it. */
import { setTimeout as delay } from 'node:timers/promises';
import { Failure } from './failure.mjs';

/**
 * Signs in, after creating the owner when there is none yet.
 * @param {string} url
 * @param {{email: string, password: string}} login
 */
export async function openSession(url, login) {
  const settings = await request(url, 'GET', '/rest/settings');
  const { showSetupOnFirstLoad } = settings.data.data.userManagement;
  const answer = showSetupOnFirstLoad
    ? await request(url, 'POST', '/rest/owner/setup', {
        email: login.email,
        password: login.password,
        firstName: 'Local',
        lastName: 'Owner',
      })
    : await request(url, 'POST', '/rest/login', {
        emailOrLdapLoginId: login.email,
        password: login.password,
      });
  return createSession(url, answer.cookie);
}

function createSession(url, cookie) {
  const call = async (method, path, body) => (await request(url, method, path, body, cookie)).data.data;
  return {
    url,
    cookie,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),

    /** All workflows: `{ id, name, active, versionId }[]`. */
    listWorkflows: () => call('GET', '/rest/workflows'),

    /** Saves a workflow as a new one. Answers `{ id, versionId, … }`. */
    createWorkflow: ({ name, nodes, connections, settings = {} }) =>
      call('POST', '/rest/workflows', { name, nodes, connections, settings, active: false }),

    /** Publishes the newest version of a workflow and waits until its webhook answers. */
    async publishWorkflow(id, webhookPath) {
      const { versionId } = await call('GET', `/rest/workflows/${id}`);
      await call('POST', `/rest/workflows/${id}/activate`, { versionId });
      await waitForWebhook(`${url}/webhook/${webhookPath}`);
    },
  };
}

/** n8n registers webhooks some time after it has answered that a workflow is published. */
async function waitForWebhook(address) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    // A GET runs nothing: for a webhook that wants POST n8n says so, for an unknown one it does not.
    const response = await fetch(address);
    const text = await response.text();
    if (response.status !== 404 || text.includes('Did you mean')) return;
    await delay(200);
  }
  throw new Failure({
    what: `The webhook ${address} does not answer.`,
    why: 'n8n published its workflow, but did not register it within 20 s.',
    fix: 'See n8n.log in the user folder; another workflow may use the same path.',
  });
}

async function request(url, method, path, body, cookie) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(cookie === undefined ? {} : { cookie }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(120_000),
  });
  const text = await response.text();
  if (!response.ok) {
    throw new Failure({
      what: `n8n refused ${method} ${path}.`,
      why: `HTTP ${response.status}: ${text.slice(0, 2000)}`,
      fix: 'See n8n.log in the user folder.',
    });
  }
  const setCookie = response.headers.getSetCookie().map((entry) => entry.split(';')[0]);
  return { data: text === '' ? {} : JSON.parse(text), cookie: setCookie.join('; ') };
}
