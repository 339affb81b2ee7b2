import { gunzipSync } from 'node:zlib';
import { createDirectorySnapshot, createItemsSnapshot, openArchive } from '../../src/source';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { makeTarGz, makeZip } from './archive/build';
import { describeSnapshots } from './contract';
import { closeGitServers, openSampleRepository } from './git/server';

afterAll(removeTempFolders);
afterAll(closeGitServers);

describeSnapshots({
  name: 'a folder',
  open: async (tree, maxFileBytes) => createDirectorySnapshot({ kind: 'directory', root: tempFolder(tree), maxFileBytes }),
});

describeSnapshots({
  name: 'a zip file',
  open: (tree, maxFileBytes) => openArchive({ data: makeZip(tree), name: 'sample.zip' }, { maxFileBytes }),
});

describeSnapshots({
  name: 'a zip file without compression, in one folder',
  open: (tree, maxFileBytes) => openArchive({ data: makeZip(tree, { top: 'sample-1.0/', level: 0 }), name: 'sample.zip' }, { maxFileBytes }),
});

describeSnapshots({
  name: 'a tar.gz file in one folder',
  open: async (tree, maxFileBytes) => openArchive({ data: await makeTarGz(tree, 'sample-1.0/'), name: 'sample.tgz' }, { maxFileBytes }),
});

describeSnapshots({
  name: 'a tar file with ./ before its names',
  open: async (tree, maxFileBytes) => openArchive({ data: gunzipSync(await makeTarGz(tree, './')), name: 'sample.tar' }, { maxFileBytes }),
});

describeSnapshots({
  name: 'items',
  open: async (tree, maxFileBytes) => {
    const files = Object.entries(tree).map(([path, bytes]) =>
      bytes.equals(Buffer.from(bytes.toString())) && !bytes.includes(0)
        ? { path, content: bytes.toString() }
        : { path: `./${path}`, content: bytes.toString('base64'), encoding: 'base64' as const });
    return createItemsSnapshot(files, maxFileBytes);
  },
});

for (const protocol of [2, 1] as const) {
  for (const filter of [true, false]) {
    describeSnapshots({
      name: `Git over HTTP, protocol ${protocol}, ${filter ? 'large files left out by the host' : 'whole'}`,
      open: (tree, maxFileBytes) => openSampleRepository(tree, maxFileBytes, { protocol, filter }),
    });
  }
}

for (const host of ['github', 'gitlab', 'gitea', 'bitbucket'] as const) {
  describeSnapshots({
    name: `the archive of a host like ${host}`,
    open: (tree, maxFileBytes) => openSampleRepository(tree, maxFileBytes, { host, transports: ['archive'] }),
  });
}
