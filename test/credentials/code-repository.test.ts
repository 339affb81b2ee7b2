/** The credential as n8n evaluates it: what a test of it asks, and with which header. */
import '../nodes/support/environment';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { CodeRepositoryApi } from '../../credentials/CodeRepositoryApi.credentials';
import { REPOSITORY_HOSTS } from '../../src/kernel';
import { createNode, createNodeTypes } from '../nodes/support/host';
import { closeGitServers, serveGit, trackedRepository } from '../source/git/server';

afterAll(closeGitServers);
const credential = new CodeRepositoryApi();
const ROOT = join(__dirname, '../..');

function evaluate(expression: unknown, $credentials: ICredentialDataDecryptedObject): string {
  const node = createNode('Test', 'test');
  const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: createNodeTypes({}) });
  return workflow.expression.getSimpleParameterValue(node, expression as string, 'internal', { $credentials }) as string;
}

function requestOf(data: ICredentialDataDecryptedObject) {
  const { baseURL, url } = credential.test.request;
  return {
    url: evaluate(baseURL, data) + evaluate(url, data),
    authorization: evaluate(credential.authenticate.properties.headers!.Authorization, data),
  };
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

test.each<[ICredentialDataDecryptedObject, string, string]>([
  [{ hostType: 'github', server: 'https://github.com', token: 'T' }, 'https://api.github.com/user', 'Bearer T'],
  [{ hostType: 'github', server: 'https://github.com/', token: 'T' }, 'https://api.github.com/user', 'Bearer T'],
  [{ hostType: 'github', server: 'https://git.corp.example', token: 'T' }, 'https://git.corp.example/api/v3/user', 'Bearer T'],
  [{ hostType: 'github', server: 'https://github.com.evil.example', token: 'T' }, 'https://github.com.evil.example/api/v3/user', 'Bearer T'],
  [{ hostType: 'gitlab', server: 'https://gitlab.com', token: 'T' }, 'https://gitlab.com/api/v4/projects?membership=true&per_page=1', 'Bearer T'],
  [{ hostType: 'bitbucket', server: 'https://bitbucket.org', token: 'T' }, 'https://api.bitbucket.org/2.0/repositories?role=member&pagelen=1', 'Bearer T'],
  [{ hostType: 'bitbucket', server: 'https://bitbucket.org', user: 'me@example.com', token: 'T' }, 'https://api.bitbucket.org/2.0/repositories?role=member&pagelen=1', basic('me@example.com:T')],
  [{ hostType: 'gitea', server: 'https://git.example:8443/ ', token: 'T' }, 'https://git.example:8443/api/v1/repos/search?limit=1', 'Bearer T'],
  [{ hostType: 'other', server: 'https://git.example', token: 'T', testRepository: 'https://git.example/a/b.git/' }, 'https://git.example/a/b.git/info/refs?service=git-upload-pack', basic('git:T')],
  [{ hostType: 'other', server: 'https://git.example', user: 'ü', token: 'T', testRepository: 'https://git.example/a' }, 'https://git.example/a/info/refs?service=git-upload-pack', basic('ü:T')],
])('%j is tested at %s', (data, url, authorization) => expect(requestOf(data)).toEqual({ url, authorization }));

test('the test of another host tells a right token from a wrong one', async () => {
  const repository = trackedRepository();
  repository.commit({ 'a.ts': 'a' });
  const server = await serveGit(repository, { password: 'git:right' });
  const status = async (token: string): Promise<number> => {
    const data = { hostType: 'other', server: server.origin, token, testRepository: `${server.origin}/owner/sample.git` };
    const { url, authorization } = requestOf(data);
    return (await fetch(url, { headers: { authorization } })).status;
  };
  expect([await status('right'), await status('wrong')]).toEqual([200, 401]);
});

test('is registered, hides its token, and knows the hosts that the engine knows', () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { n8n: { credentials: string[] } };
  expect(manifest.n8n.credentials).toEqual(['dist/credentials/CodeRepositoryApi.credentials.js']);
  const property = (name: string) => credential.properties.find((candidate) => candidate.name === name)!;
  expect(property('token').typeOptions?.password).toBe(true);
  expect((property('hostType').options as { value: string }[]).map(({ value }) => value).sort()).toEqual([...REPOSITORY_HOSTS].sort());
  const { light, dark } = credential.icon;
  for (const icon of [light, dark]) {
    expect(readFileSync(join(ROOT, 'credentials', icon.slice('file:'.length)), 'utf8')).toMatch(/^<svg [^>]*viewBox="0 0 60 60"/);
  }
});
