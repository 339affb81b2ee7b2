/** Another reader of the same protocol, isomorphic-git, sees the same files in the same repository. */
import * as fs from 'node:fs';
import { clone, listFiles, readBlob, resolveRef } from 'isomorphic-git';
import http from 'isomorphic-git/http/node';
import { openGit } from '../../../src/source';
import { removeTempFolders, tempFolder } from '../../io/temp-folder';
import { SAMPLE_TREE } from '../sample-tree';
import { closeGitServers, serveGit, trackedRepository } from './server';

afterAll(closeGitServers);
afterAll(removeTempFolders);

test.each([1, 2] as const)('protocol %d', async (protocol) => {
  const repository = trackedRepository(['uploadpack.allowFilter=false']);
  for (let revision = 0; revision < 5; revision += 1) {
    repository.commit({ ...SAMPLE_TREE, 'src/changing.ts': `${'const line = 1;\n'.repeat(100)}// revision ${revision}\n` });
  }
  repository.git('gc', '-q', '--aggressive');
  const server = await serveGit(repository, { protocol });
  const url = `${server.origin}/owner/sample.git`;

  const gitdir = tempFolder();
  await clone({ fs, http, gitdir, dir: gitdir, url, depth: 1, singleBranch: true, noCheckout: true });
  const oid = await resolveRef({ fs, gitdir, ref: 'HEAD' });
  const snapshot = await openGit({ kind: 'git', url, allowPrivate: true }, { maxFileBytes: 1_000_000 });
  expect(snapshot.id).toBe(oid);

  const paths = await listFiles({ fs, gitdir, ref: 'HEAD' });
  expect(paths.sort()).toEqual([...Object.keys(SAMPLE_TREE), 'src/changing.ts'].sort());
  for (const filepath of paths) {
    const { blob } = await readBlob({ fs, gitdir, oid, filepath });
    const isBinary = /hidden\.bin|logo/.test(filepath);
    const { content } = isBinary ? { content: undefined } : snapshot.taskSource(filepath);
    if (content) expect(Buffer.from(content).equals(Buffer.from(blob))).toBe(true);
  }
});
