/** `n8n import:workflow`, the way templates come in by script, takes every shipped template. */
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { callApi, readState, readTemplate, TEMPLATES, type SavedWorkflow } from './support/n8n';

const state = readState();
const files = readdirSync(TEMPLATES).filter((file) => file.endsWith('.json'));

async function runN8n(args: readonly string[]): Promise<string> {
  // NODE_ENV=test, which jest sets, would give n8n another database.
  const { NODE_ENV: _test, ...environment } = process.env;
  const { stdout, stderr } = await promisify(execFile)(state.host.node, [state.host.n8n, ...args], {
    cwd: state.userFolder,
    env: { ...environment, N8N_USER_FOLDER: state.userFolder, N8N_DIAGNOSTICS_ENABLED: 'false' },
  });
  return stdout + stderr;
}

test('there are templates', () => {
  expect(files.length).toBeGreaterThanOrEqual(2);
});

test.each(files)('%s is imported, whole and unpublished', async (file) => {
  expect(await runN8n(['import:workflow', `--input=${join(TEMPLATES, file)}`])).toContain(
    'Successfully imported 1 workflow.',
  );
  const template = readTemplate(file);
  const imported = await callApi<SavedWorkflow>('GET', `/rest/workflows/${template.id ?? ''}`);
  expect(imported.name).toBe(template.name);
  expect(imported.active).toBe(false);
  expect(imported.nodes).toEqual(template.nodes);
  expect(imported.connections).toEqual(template.connections);
});

test('the whole folder is imported at once, and again without copies', async () => {
  const command = ['import:workflow', '--separate', `--input=${TEMPLATES}`];
  const done = `Successfully imported ${files.length} workflows.`;
  expect(await runN8n(command)).toContain(done);
  expect(await runN8n(command)).toContain(done);
  const ids = files.map((file) => readTemplate(file).id);
  const listed = await callApi<SavedWorkflow[]>('GET', '/rest/workflows');
  expect(listed.filter(({ id }) => ids.includes(id))).toHaveLength(files.length);
});

test.each(files)('%s saves no execution data', (file) => {
  expect(readTemplate(file).settings).toMatchObject({
    saveDataSuccessExecution: 'none',
    saveDataErrorExecution: 'none',
    saveManualExecutions: false,
  });
});
