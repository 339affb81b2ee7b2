/** Brings the shipped workflow templates into a running n8n, once. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WEBHOOK = 'n8n-nodes-base.webhook';
const PACKAGE = 'n8n-nodes-hybrid-context.';

/**
 * The templates of a folder: `{ file, hash, workflow }[]`, by file name. With `root`, they are set
 * to that folder as their notes ask a user to do: in our nodes, and as the default of a webhook.
 */
export function readTemplates(folder, root) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const workflow = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      if (root !== undefined) workflow.nodes.forEach((node) => setRoot(node, root));
      return {
        file,
        hash: createHash('sha256').update(JSON.stringify(workflow)).digest('hex'),
        workflow,
      };
    });
}

function setRoot(node, root) {
  const { root: own, assignments } = node.parameters;
  // A root that is an expression stays: it reads what the caller sends.
  if (node.type.startsWith(PACKAGE) && typeof own === 'string' && !own.startsWith('=')) {
    node.parameters.root = root;
  }
  for (const assignment of assignments?.assignments ?? []) {
    if (assignment.name === 'defaultRoot') assignment.value = root;
  }
}

/** The path of a workflow's webhook node, or undefined. */
export function webhookPath(workflow) {
  return workflow.nodes.find((node) => node.type === WEBHOOK)?.parameters.path;
}

/**
 * Imports templates that this n8n does not have, and replaces those that changed in the package
 * and that nobody edited here. `statePath` remembers what was imported.
 * @returns {Promise<{file: string, id: string, workflow: object}[]>}
 */
export async function importTemplates(session, templates, statePath) {
  const state = existsSync(statePath) ? JSON.parse(readFileSync(statePath, 'utf8')) : {};
  const present = new Map((await session.listWorkflows()).map((entry) => [entry.id, entry]));
  const imported = [];
  for (const { file, hash, workflow } of templates) {
    const known = state[file];
    const here = known && present.get(known.id);
    if (!here) {
      const created = await session.createWorkflow(workflow);
      state[file] = { id: created.id, hash, versionId: created.versionId };
    } else if (known.hash !== hash && here.versionId === known.versionId) {
      const { nodes, connections, settings } = workflow;
      const changed = await session.patch(`/rest/workflows/${known.id}`, {
        nodes,
        connections,
        settings,
        versionId: known.versionId,
      });
      state[file] = { id: known.id, hash, versionId: changed.versionId };
    }
    imported.push({ file, id: state[file].id, workflow });
    writeFileSync(statePath, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  }
  return imported;
}

/** Publishes the templates that answer a plain webhook and need no credential. Answers those. */
export async function publishWebhooks(session, imported) {
  const published = [];
  for (const entry of imported) {
    const needsCredential = entry.workflow.nodes.some((node) => node.credentials !== undefined);
    const path = webhookPath(entry.workflow);
    if (path === undefined || needsCredential) continue;
    await session.publishWorkflow(entry.id, path);
    published.push(entry);
  }
  return published;
}
