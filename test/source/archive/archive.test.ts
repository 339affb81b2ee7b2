import { execFileSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openArchive, SOURCE_LIMITS, type ArchiveInput, type SourceLimits } from '../../../src/source';
import { codeOfRejection, removeTempFolders, tempFolder } from '../../io/temp-folder';
import { fileEntries, makeTar, makeTarGz, makeZip, type TarEntry } from './build';
import { processorMs } from '../../support/processor-time';

afterAll(removeTempFolders);

const TREE = { 'a.ts': Buffer.from('const a = 1;\n'), 'b/c.ts': Buffer.from('const c = 1;\n') };
const SMALL: SourceLimits = { ...SOURCE_LIMITS, ratioFloorBytes: 100_000, inflatedBytes: 4_000_000, packedBytes: 1_000_000, entries: 50 };
const open = (data: Uint8Array, limits = SOURCE_LIMITS, format?: ArchiveInput['format'], signal?: AbortSignal) =>
  openArchive({ data, name: 'test archive', format }, { maxFileBytes: 50_000, limits, signal });
const pathsOf = async (data: Uint8Array) => (await (await open(data)).list()).files.map(({ path }) => path);

describe('real archives', () => {
  const folder = tempFolder({ 'repo/a.ts': 'a', 'repo/src/b.ts': 'b', 'repo/src/ünï.ts': 'u', [`repo/${'long/'.repeat(40)}c.ts`]: 'c' });
  const expected = ['a.ts', `${'long/'.repeat(40)}c.ts`, 'src/b.ts', 'src/ünï.ts'];
  const run = (command: string, ...args: string[]): Buffer => execFileSync(command, args, { cwd: folder, maxBuffer: 1 << 26 });

  test.each(['gnu', 'pax', 'oldgnu', 'ustar'])('of tar, format %s', async (format) => {
    expect(await pathsOf(run('tar', '-cf', '-', `--format=${format}`, 'repo'))).toEqual(expected);
    expect(await pathsOf(run('tar', '-czf', '-', `--format=${format}`, 'repo'))).toEqual(expected);
    expect(await pathsOf(run('tar', '-czf', '-', `--format=${format}`, '-C', 'repo', '.'))).toEqual(expected);
  });

  test('of Python, with directory entries and Unix modes', async () => {
    run('python3', '-m', 'zipfile', '-c', 'made.zip', 'repo');
    expect(await pathsOf(run('cat', 'made.zip'))).toEqual(expected);
  });

  test('of zip64, by Python with numbers beyond their fields', async () => {
    writeFileSync(join(folder, 'large.py'), `
import sys, zipfile
zipfile.ZIP64_LIMIT = 0
zipfile.ZIP_FILECOUNT_LIMIT = 0
with zipfile.ZipFile('large.zip', 'w', zipfile.ZIP_DEFLATED) as made:
    for name in sys.argv[1:]:
        made.write(name)
`);
    run('python3', 'large.py', ...expected.map((path) => `repo/${path}`));
    const large = run('cat', 'large.zip');
    expect(large.readUInt32LE(large.readUInt32LE(large.length - 22 + 16) + 24)).toBe(0xffffffff);
    expect(await pathsOf(large)).toEqual(expected);
    expect(await (await open(large)).read('src/b.ts')).toMatchObject({ text: 'b' });
  });

  test('of zip64 with more entries than the old directory can count', async () => {
    const tree = Object.fromEntries(Array.from({ length: 65_600 }, (_, index) => [`${index % 256}/${index}.ts`, Buffer.from('')]));
    const old = makeZip(tree, { level: 0 });
    const end = old.length - 22;
    const [length, start] = [old.readUInt32LE(end + 12), old.readUInt32LE(end + 16)];
    const tail = zip64Tail({ count: 65_600, length, start });
    expect((await (await open(Buffer.concat([old.subarray(0, end), tail]))).list()).files).toHaveLength(65_600);
  });

  test('of git', async () => {
    run('git', 'init', '-q', 'repo');
    run('git', '-C', 'repo', 'add', '-A');
    const tree = run('git', '-C', 'repo', 'write-tree').toString().trim();
    for (const format of ['zip', 'tar', 'tar.gz']) {
      expect(await pathsOf(run('git', '-C', 'repo', 'archive', `--format=${format}`, '--prefix=repo-1.0/', tree))).toEqual(expected);
    }
  });

  test('with times of change', async () => {
    const tar = await makeTar([{ header: { name: 'a.ts', mtime: new Date(1_700_000_000_000) }, content: Buffer.from('a') }]);
    expect((await (await open(tar)).list()).files[0]?.mtimeMs).toBe(1_700_000_000_000);
  });
});

describe('a single top folder', () => {
  test('is the root, unless a file stands beside it', async () => {
    expect(await pathsOf(makeZip({ 'x/a.ts': TREE['a.ts'], 'x/b/c.ts': TREE['b/c.ts'] }))).toEqual(['a.ts', 'b/c.ts']);
    expect(await pathsOf(makeZip({ 'x/a.ts': TREE['a.ts'], 'b.ts': TREE['b/c.ts'] }))).toEqual(['b.ts', 'x/a.ts']);
    expect(await pathsOf(makeZip({ 'x/a.ts': TREE['a.ts'], 'y/b.ts': TREE['b/c.ts'] }))).toEqual(['x/a.ts', 'y/b.ts']);
  });
});

test('later entries of the same name count', async () => {
  const tar = await makeTar([...fileEntries({ 'a.ts': Buffer.from('old') }), ...fileEntries({ 'a.ts': Buffer.from('new') })]);
  expect((await (await open(tar)).read('a.ts')).text).toBe('new');
});

test('links and devices are listed as left out, never followed', async () => {
  const tar = await makeTar([
    ...fileEntries({ 'a.ts': Buffer.from('a') }),
    { header: { name: 'passwd', type: 'symlink', linkname: '/etc/passwd' } },
    { header: { name: 'up', type: 'symlink', linkname: '../../..' } },
    { header: { name: 'hard', type: 'link', linkname: '/etc/shadow' } },
    { header: { name: 'pipe', type: 'fifo' } },
    { header: { name: 'null', type: 'character-device', devmajor: 1, devminor: 3 } },
    { header: { name: 'disk', type: 'block-device' } },
  ]);
  const snapshot = await open(tar);
  const { files, skipped } = await snapshot.list();
  expect(files.map(({ path }) => path)).toEqual(['a.ts']);
  expect(skipped.map(({ path, reason, detail }) => `${path} ${reason} ${detail}`)).toEqual([
    'disk not_a_file device', 'hard not_a_file hard link', 'null not_a_file device', 'passwd not_a_file symbolic link, not followed',
    'pipe not_a_file pipe', 'up not_a_file symbolic link, not followed',
  ]);
  expect(await codeOfRejection(snapshot.read('passwd'))).toBe('FILE_NOT_FOUND');
});

test('links in zip files too', async () => {
  const folder = tempFolder({ 'make.py': `
import zipfile
with zipfile.ZipFile('links.zip', 'w') as z:
    z.writestr('a.ts', 'a')
    link = zipfile.ZipInfo('link'); link.create_system = 3; link.external_attr = 0o120777 << 16
    z.writestr(link, '/etc/passwd')
    pipe = zipfile.ZipInfo('pipe'); pipe.create_system = 3; pipe.external_attr = 0o010644 << 16
    z.writestr(pipe, '')
` });
  execFileSync('python3', ['make.py'], { cwd: folder });
  const { files, skipped } = await (await open(execFileSync('cat', ['links.zip'], { cwd: folder }))).list();
  expect(files.map(({ path }) => path)).toEqual(['a.ts']);
  expect(skipped.map(({ path, detail }) => `${path}: ${detail}`)).toEqual(['link: symbolic link, not followed', 'pipe: pipe, socket or device']);
});

/** Sets bytes of every header that begins with `mark`, at an offset from it. */
function patch(zip: Buffer, mark: number, offset: number, write: (at: number) => void): Buffer {
  for (let at = 0; at + 4 <= zip.length; at += 1) if (zip.readUInt32LE(at) === mark) write(at + offset);
  return zip;
}
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

/** Zeros pack to a thousandth; these lie about it in each way that a header can. */
const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_000_000);
const zipNamed = (name: string) => makeZip({ [name]: Buffer.from('x'), 'b.ts': Buffer.from('y') });
const tarNamed = (name: string, extra: Partial<TarEntry['header']> = {}) =>
  makeTar([{ header: { name, ...extra }, content: Buffer.alloc(0) }, ...fileEntries({ 'b.ts': Buffer.from('y') })]);

const HOSTILE: readonly (readonly [name: string, code: string, make: () => Buffer | Promise<Buffer>])[] = [
  ['nothing', 'SOURCE_FORMAT', () => Buffer.alloc(0)],
  ['a text', 'SOURCE_FORMAT', () => Buffer.from('hello world, this is no archive'.repeat(30))],
  ['noise', 'SOURCE_FORMAT', () => Buffer.from(Array.from({ length: 5_000 }, (_, index) => (index * 7919) % 251))],
  ['a 7z file', 'SOURCE_FORMAT', () => Buffer.from('377abcaf271c0004', 'hex')],
  ['a way up in a zip', 'SOURCE_FORMAT', () => zipNamed('../evil.ts')],
  ['a hidden way up in a zip', 'SOURCE_FORMAT', () => zipNamed('a/../../evil.ts')],
  ['a way up with backslashes in a zip', 'SOURCE_FORMAT', () => zipNamed('..\\..\\evil.ts')],
  ['an absolute path in a zip', 'SOURCE_FORMAT', () => zipNamed('/etc/cron.d/evil')],
  ['a drive in a zip', 'SOURCE_FORMAT', () => zipNamed('C:/Windows/evil.ts')],
  ['a network share in a zip', 'SOURCE_FORMAT', () => zipNamed('\\\\host\\share\\evil.ts')],
  ['a NUL in a zip', 'SOURCE_FORMAT', () => zipNamed('a.ts\0.png')],
  ['a folder that leads up in a zip', 'SOURCE_FORMAT', () => zipNamed('../evil/')],
  ['a way up in a tar', 'SOURCE_FORMAT', () => tarNamed('../evil.ts')],
  ['a hidden way up in a tar', 'SOURCE_FORMAT', () => tarNamed('a/b/../../../evil.ts')],
  ['an absolute path in a tar', 'SOURCE_FORMAT', () => tarNamed('/etc/cron.d/evil')],
  ['a link named to lead up in a tar', 'SOURCE_FORMAT', () => tarNamed('../link', { type: 'symlink', linkname: '/' })],
  ['a folder that leads up in a tar', 'SOURCE_FORMAT', () => tarNamed('../../evil/', { type: 'directory' })],
  ['a long name that leads up in a tar', 'SOURCE_FORMAT', () => tarNamed(`${'a/'.repeat(80)}${'../'.repeat(90)}evil.ts`)],
  ['a file that is a folder', 'SOURCE_FORMAT', () => makeZip({ a: Buffer.from('x'), 'a/b': Buffer.from('y') })],
  ['a link that is a folder', 'SOURCE_FORMAT', () =>
    makeTar([{ header: { name: 'x', type: 'symlink', linkname: '/etc' } }, ...fileEntries({ 'x/passwd': Buffer.from('y'), 'z.ts': Buffer.from('z') })])],
  ['an encrypted zip', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 8, (at) => zip.writeUInt16LE(zip.readUInt16LE(at) | 1, at));
  }],
  ['an unknown way of packing', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 10, (at) => zip.writeUInt16LE(93, at));
  }],
  ['a zip cut in the middle', 'SOURCE_FORMAT', () => makeZip(TREE).subarray(0, 100)],
  ['a zip without its last byte', 'SOURCE_FORMAT', () => makeZip(TREE).subarray(0, -1)],
  ['a zip without its beginning', 'SOURCE_FORMAT', () => Buffer.concat([Buffer.from('504b0304', 'hex'), makeZip(TREE).subarray(90)])],
  ['a wrong checksum', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 16, (at) => zip.writeUInt32LE(1, at));
  }],
  ['a size that is too small', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 24, (at) => zip.writeUInt32LE(1, at));
  }],
  ['packed bytes that are none', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE, { level: 0 });
    return patch(zip, CENTRAL, 10, (at) => zip.writeUInt16LE(8, at));
  }],
  ['an entry that lies outside', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 42, (at) => zip.writeUInt32LE(0x7fffffff, at));
  }],
  ['an entry that is longer than the file', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 20, (at) => zip.writeUInt32LE(0x7fffffff, at));
  }],
  ['a directory that lies outside', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, END, 16, (at) => zip.writeUInt32LE(0x7fffffff, at));
  }],
  ['a directory with more entries than there are', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, END, 8, (at) => zip.writeUInt32LE(0x00090009, at));
  }],
  ['a directory with a name that runs out', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 28, (at) => zip.writeUInt16LE(60_000, at));
  }],
  ['one part of several', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, END, 4, (at) => zip.writeUInt16LE(3, at));
  }],
  ['zip64 of several parts', 'SOURCE_FORMAT', () => withZip64Tail({ parts: 2 })],
  ['zip64 whose directory is elsewhere', 'SOURCE_FORMAT', () => withZip64Tail({ start: 1e15 })],
  ['zip64 with more files than it holds', 'SOURCE_FORMAT', () => withZip64Tail({ count: 60_000 })],
  ['zip64 whose record is elsewhere', 'SOURCE_FORMAT', () => withZip64Tail({ record: 2 ** 52 })],
  ['zip64 with a size that is nowhere', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, CENTRAL, 24, (at) => zip.writeUInt32LE(0xffffffff, at));
  }],
  ['zip64 without its record', 'SOURCE_FORMAT', () => {
    const zip = makeZip(TREE);
    return patch(zip, END, 16, (at) => zip.writeUInt32LE(0xffffffff, at));
  }],
  ['a zip bomb', 'SOURCE_TOO_LARGE', () => makeZip({ 'a.ts': zeros(100) })],
  ['a zip bomb of small files', 'SOURCE_TOO_LARGE', () =>
    makeZip(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.ts`, zeros(0.15)])))],
  ['a zip bomb that says it is small', 'SOURCE_TOO_LARGE', () => {
    const zip = makeZip({ 'a.ts': zeros(100) });
    return patch(zip, CENTRAL, 24, (at) => zip.writeUInt32LE(10, at));
  }],
  ['a zip bomb of entries over the same bytes', 'SOURCE_TOO_LARGE', () => overlappingZip(45, zeros(0.2))],
  ['too many entries in a zip', 'SOURCE_TOO_LARGE', () =>
    makeZip(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`${index}.ts`, Buffer.from('x')])))],
  ['too many entries in a tar', 'SOURCE_TOO_LARGE', () =>
    makeTar(Array.from({ length: 60 }, (_, index) => ({ header: { name: `${index}/`, type: 'directory' as const } })))],
  ['a tar bomb', 'SOURCE_TOO_LARGE', async () => gzipSync(await makeTar(fileEntries({ 'a.ts': zeros(100) })))],
  ['a gzip bomb behind the end of the tar', 'SOURCE_TOO_LARGE', async () => gzipSync(Buffer.concat([await makeTar(fileEntries(TREE)), zeros(100)]))],
  ['a gzip bomb that is no tar', 'SOURCE_TOO_LARGE', () => gzipSync(zeros(100))],
  ['an archive over the limit', 'SOURCE_TOO_LARGE', () => makeTar(fileEntries({ 'a.ts': zeros(1.5) }))],
  ['a tar that ends inside a file', 'SOURCE_FORMAT', async () => (await makeTar(fileEntries({ 'a.ts': Buffer.alloc(5_000, 97) }))).subarray(0, 2_048)],
  ['a tar that ends inside a header', 'SOURCE_FORMAT', async () => (await makeTar(fileEntries(TREE))).subarray(0, 1_300)],
  ['a tar with a damaged header', 'SOURCE_FORMAT', async () => {
    const tar = await makeTar(fileEntries(TREE));
    tar[1_024 + 3]! ^= 1;
    return tar;
  }],
  ['a tar with an endless size', 'SOURCE_FORMAT', async () => withSize(await makeTar(fileEntries(TREE)), '77777777777')],
  ['a tar with a negative size', 'SOURCE_FORMAT', async () => withSize(await makeTar(fileEntries(TREE)), Buffer.from('ffffffffffffffffffffffff', 'hex'))],
  ['a tar with an endless header', 'SOURCE_FORMAT', async () => withSize(await makeTar([{ header: { name: 'é'.repeat(200) } }]), '77777777777')],
  ['gzip that is cut off', 'SOURCE_FORMAT', async () => (await makeTarGz(TREE)).subarray(0, -20)],
  ['gzip that is cut to its header', 'SOURCE_FORMAT', async () => (await makeTarGz(TREE)).subarray(0, 10)],
  ['gzip with a wrong checksum', 'SOURCE_FORMAT', async () => {
    const archive = await makeTarGz(TREE);
    archive[archive.length - 8]! ^= 1;
    return archive;
  }],
  ['gzip of a text', 'SOURCE_FORMAT', () => gzipSync('just a text, and not a short one'.repeat(100))],
];

interface Tail {
  readonly count: number;
  readonly length: number;
  readonly start: number;
  readonly parts?: number;
  /** Where the record is said to be; default: where it is. */
  readonly record?: number;
}

/** What stands behind a directory that is too large for the old record: record, locator, old record. */
function zip64Tail({ count, length, start, parts = 0, record = start + length }: Tail): Buffer {
  const tail = Buffer.alloc(56 + 20 + 22);
  tail.writeUInt32LE(0x06064b50, 0);
  tail.writeBigUInt64LE(44n, 4);
  tail.writeUInt32LE(parts, 16);
  [count, count, length, start].forEach((value, index) => tail.writeBigUInt64LE(BigInt(value), 24 + 8 * index));
  tail.writeUInt32LE(0x07064b50, 56);
  tail.writeBigUInt64LE(BigInt(record), 64);
  tail.writeUInt32LE(END, 76);
  tail.fill(0xff, 84, 96);
  return tail;
}

function withZip64Tail(lies: Partial<Tail>): Buffer {
  const zip = makeZip(TREE);
  const end = zip.length - 22;
  const [length, start] = [zip.readUInt32LE(end + 12), zip.readUInt32LE(end + 16)];
  return Buffer.concat([zip.subarray(0, end), zip64Tail({ count: 2, length, start, record: start + length, ...lies })]);
}

/** Every entry of the directory points at the same packed bytes. */
function overlappingZip(count: number, content: Buffer): Buffer {
  const zip = makeZip({ 'a.ts': content });
  const end = zip.length - 22;
  const start = zip.readUInt32LE(end + 16);
  const entry = zip.subarray(start, end);
  const entries = Array.from({ length: count }, (_, index) => {
    const copy = Buffer.from(entry);
    copy.write(String.fromCharCode(65 + index), 46, 'latin1');
    return copy;
  });
  const tail = Buffer.from(zip.subarray(end));
  tail.writeUInt16LE(count, 8);
  tail.writeUInt16LE(count, 10);
  tail.writeUInt32LE(entry.length * count, 12);
  return Buffer.concat([zip.subarray(0, start), ...entries, tail]);
}

/** Puts a size into the first header, and the checksum that goes with it. */
function withSize(tar: Buffer, size: string | Buffer): Buffer {
  tar.fill(0, 124, 136);
  if (typeof size === 'string') tar.write(size, 124, 'latin1');
  else size.copy(tar, 124);
  tar.fill(0x20, 148, 156);
  const sum = tar.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  tar.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return tar;
}

describe(`${HOSTILE.length} hostile archives`, () => {
  const scratch = tempFolder();
  const { TMPDIR } = process.env;
  beforeAll(() => void (process.env.TMPDIR = scratch));
  afterAll(() => void (process.env.TMPDIR = TMPDIR ?? '/tmp'));
  const here = readdirSync('.');

  test.each(HOSTILE)('%s: %s', async (_, code, make) => {
    const data = await make();
    const held = process.memoryUsage().arrayBuffers;
    expect(await processorMs(async () => expect(await codeOfRejection(open(data, SMALL))).toBe(code))).toBeLessThan(5_000);
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(120_000_000);
  });

  test('write nothing to disk', () => {
    expect(readdirSync(scratch)).toEqual([]);
    expect(readdirSync('.')).toEqual(here);
  });
});

test('errors name the archive and the entry, and say what to do', async () => {
  await expect(open(zipNamed('../evil.ts'))).rejects.toMatchObject({
    message: 'test archive cannot be read: "../evil.ts" leads out of the tree.',
    fix: expect.stringContaining('zip, tar or tar.gz') as string,
  });
});

test('a format that is not what was said is refused', async () => {
  expect(await codeOfRejection(open(makeZip(TREE), SOURCE_LIMITS, 'tar.gz'))).toBe('SOURCE_FORMAT');
  expect(await codeOfRejection(open(await makeTarGz(TREE), SOURCE_LIMITS, 'zip'))).toBe('SOURCE_FORMAT');
  expect(await codeOfRejection(open(makeZip(TREE), SOURCE_LIMITS, 'zip'))).toBe('none');
});

test('unpacking can be cancelled', async () => {
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${index}.ts`, zeros(1)]));
  expect(await codeOfRejection(open(makeZip(many, { level: 0 }), SOURCE_LIMITS, 'zip', AbortSignal.abort()))).toBe('CANCELLED');
  expect(await codeOfRejection(open(await makeTarGz(many), SOURCE_LIMITS, 'tar.gz', AbortSignal.abort()))).toBe('CANCELLED');
});

test('a large file is known by its size only, stored or packed', async () => {
  const large = zeros(2);
  for (const data of [makeZip({ 'a.ts': large, 'b.ts': Buffer.from('b') }), makeZip({ 'a.ts': large }, { level: 0 }), await makeTar(fileEntries({ 'a.ts': large }))]) {
    const snapshot = await open(data);
    expect((await snapshot.list()).skipped).toEqual([{ path: 'a.ts', reason: 'too_large', detail: '2000000 bytes; the limit is 50000' }]);
    expect(snapshot.bytes).toBeLessThan(10);
  }
});

test('names without the UTF-8 flag are read as UTF-8, or byte by byte', async () => {
  const zip = makeZip({ 'ü.ts': Buffer.from('x'), 'b.ts': Buffer.from('y') });
  patch(zip, CENTRAL, 8, (at) => zip.writeUInt16LE(zip.readUInt16LE(at) & ~0x800, at));
  expect(await pathsOf(zip)).toEqual(['b.ts', 'ü.ts']);
  const latin = makeZip({ 'xx.ts': Buffer.from('x'), 'b.ts': Buffer.from('y') });
  patch(latin, CENTRAL, 46, (at) => latin.toString('latin1', at, at + 2) === 'xx' && latin.write('\xfc\xe9', at, 'latin1'));
  expect(await pathsOf(latin)).toEqual(['b.ts', 'üé.ts']);
});

test('a comment behind a zip file is no trouble', async () => {
  const zip = makeZip(TREE);
  const commented = Buffer.concat([zip, Buffer.from('a comment')]);
  commented.writeUInt16LE(9, zip.length - 2);
  expect(await pathsOf(commented)).toEqual(['a.ts', 'b/c.ts']);
});

test('large ones are unpacked and listed in turns, so that other work goes on and cancelling works', async () => {
  const tree = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.ts`, Buffer.alloc(1_500_000, `line ${index}\n`)]));
  for (const data of [makeZip(tree), makeZip(tree, { level: 0 }), await makeTarGz(tree)]) {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 0);
    const snapshot = await openArchive({ data, name: 'large' }, { maxFileBytes: 2_000_000 });
    const unpacked = turns;
    expect((await snapshot.list()).files).toHaveLength(12);
    clearInterval(timer);
    expect(unpacked).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(unpacked);
    const controller = new AbortController();
    setImmediate(() => controller.abort());
    const again = await openArchive({ data, name: 'large' }, { maxFileBytes: 2_000_000 });
    expect(await codeOfRejection(again.list({ signal: controller.signal }))).toBe('CANCELLED');
  }
});
