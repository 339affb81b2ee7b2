/** What every kind of snapshot promises. A kind that passes can stand wherever another one does. */
import { decodeText, readTask, type Listing, type Snapshot } from '../../src/source';
import { createHash } from 'node:crypto';
import { codeOfRejection, codeThrown } from '../io/temp-folder';
import { MAX_FILE_BYTES, SAMPLE_TREE } from './sample-tree';

export interface SnapshotKind {
  readonly name: string;
  /** The sample tree through this kind. */
  open(tree: Readonly<Record<string, Buffer>>, maxFileBytes: number): Promise<Snapshot>;
}

const LISTED = [
  '.gitignore', 'README.md', 'keep.log', 'pkg/.gitignore', 'pkg/.hybridcontextignore', 'pkg/sub/only-here.ts',
  'src/-odd [name]*.ts', 'src/deep/er/ü.ts', 'src/empty.ts', 'src/hidden.bin.ts', 'src/index.ts', 'src/latin.ts',
  'src/limit.ts', 'src/same-a.ts', 'src/same-b.ts', 'src/wide.ts',
];
const SKIPPED = {
  'debug.log': 'ignored', 'logo.png': 'binary', node_modules: 'ignored', out: 'ignored',
  'package-lock.json': 'ignored', 'pkg/generated': 'ignored', 'pkg/only-here.ts': 'ignored',
  'src/large.ts': 'too_large',
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const paths = ({ files }: Listing): string[] => files.map(({ path }) => path);

export function describeSnapshots(kind: SnapshotKind): void {
  describe(`snapshot of ${kind.name}`, () => {
    let opened: Promise<Snapshot> | undefined;
    const open = () => (opened ??= kind.open(SAMPLE_TREE, MAX_FILE_BYTES));

    test('lists the same files, and leaves the same out for the same reasons', async () => {
      const listing = await (await open()).list();
      expect(paths(listing)).toEqual(LISTED);
      expect(Object.fromEntries(listing.skipped.map(({ path, reason }) => [path, reason]))).toEqual(SKIPPED);
      expect(listing.skippedCount).toBe(Object.keys(SKIPPED).length);
      expect(listing.skippedByReason).toEqual({ too_large: 1, binary: 1, ignored: 6 });
    });

    test('says sizes, and hashes that are those of the bytes', async () => {
      const { files } = await (await open()).list();
      for (const { path, size, hash, mtimeMs } of files) {
        expect(size).toBe(SAMPLE_TREE[path]!.length);
        expect(mtimeMs).toBeGreaterThanOrEqual(0);
        if (hash !== undefined) expect(hash).toBe(sha256(SAMPLE_TREE[path]!));
      }
    });

    test('reads each listed file as it is', async () => {
      const snapshot = await open();
      for (const path of LISTED) {
        const bytes = SAMPLE_TREE[path]!;
        const decoded = decodeText(bytes);
        if (!decoded) {
          expect(await codeOfRejection(snapshot.read(path))).toBe('FILE_BINARY');
          continue;
        }
        const { text, invalid: invalidUtf8 } = decoded;
        expect(await snapshot.read(path)).toEqual({ path, text, hash: sha256(bytes), size: bytes.length, invalidUtf8 });
      }
    });

    test('reads what is not listed too, when asked by name', async () => {
      const snapshot = await open();
      expect((await snapshot.read('node_modules/x/index.js')).text).toBe('module.exports = 1;\n');
      expect((await snapshot.read('debug.log')).text).toBe('line\n');
    });

    test('refuses by name: large, binary, missing, a folder, outside', async () => {
      const snapshot = await open();
      expect(await codeOfRejection(snapshot.read('src/large.ts'))).toBe('FILE_TOO_LARGE');
      expect(await codeOfRejection(snapshot.read('logo.png'))).toBe('FILE_BINARY');
      expect(await codeOfRejection(snapshot.read('src/gone.ts'))).toBe('FILE_NOT_FOUND');
      expect(await codeOfRejection(snapshot.read('src'))).toBe('FILE_NOT_A_FILE');
      expect(['PATH_OUTSIDE_ROOT', 'FILE_NOT_FOUND']).toContain(await codeOfRejection(snapshot.read('../x.ts')));
      expect(['PATH_OUTSIDE_ROOT', 'FILE_NOT_FOUND']).toContain(await codeOfRejection(snapshot.read('/etc/hostname')));
    });

    test('gives an analysis thread what it needs, as data', async () => {
      const snapshot = await open();
      for (const path of ['src/index.ts', 'src/wide.ts', 'src/empty.ts']) {
        const task = structuredClone(snapshot.taskSource(path));
        expect(await readTask(task, path)).toEqual(await snapshot.read(path));
        // No more than the file crosses over.
        if (task.content) expect(task.content.buffer.byteLength).toBe(SAMPLE_TREE[path]!.length);
      }
      const binary = structuredClone(snapshot.taskSource('src/hidden.bin.ts'));
      expect(await codeOfRejection(readTask(binary, 'src/hidden.bin.ts'))).toBe('FILE_BINARY');
      if (snapshot.origin.folder === undefined) {
        expect(codeThrown(() => snapshot.taskSource('src/large.ts'))).toBe('FILE_TOO_LARGE');
      }
    });

    test('follows include and exclude', async () => {
      const snapshot = await open();
      expect(paths(await snapshot.list({ include: ['src/**'], exclude: ['same-*', 'deep/'] }))).toEqual([
        'src/-odd [name]*.ts', 'src/empty.ts', 'src/hidden.bin.ts', 'src/index.ts', 'src/latin.ts', 'src/limit.ts', 'src/wide.ts',
      ]);
      expect(await codeOfRejection(snapshot.list({ include: ['x'.repeat(1_000)] }))).toBe('VALUE_INVALID');
    });

    test('lists the same twice, and can be cancelled', async () => {
      const snapshot = await open();
      expect(await snapshot.list()).toEqual(await snapshot.list());
      expect(await codeOfRejection(snapshot.list({ signal: AbortSignal.abort() }))).toBe('CANCELLED');
    });

    test('is told from a snapshot of other content, and is data but for its methods', async () => {
      const snapshot = await open();
      const other = await kind.open({ ...SAMPLE_TREE, 'src/index.ts': Buffer.from('export const answer = 43;\n') }, MAX_FILE_BYTES);
      expect(other.id).not.toBe(snapshot.id);
      expect((await kind.open(SAMPLE_TREE, MAX_FILE_BYTES)).origin.kind).toBe(snapshot.origin.kind);
      expect(structuredClone(snapshot.origin)).toEqual(snapshot.origin);
      expect(snapshot.bytes).toBeGreaterThanOrEqual(0);
    });
  });
}
