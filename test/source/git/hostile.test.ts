/** Hosts that lie, dawdle, break off or never end. */
import type { ServerResponse } from 'node:http';
import { deflateSync } from 'node:zlib';
import { openGit, SOURCE_LIMITS, type SourceLimits } from '../../../src/source';
import { codeOfRejection } from '../../io/temp-folder';
import { commitOf, idOf, makeCommit, makeDelta, makePack, makeTree, type PackEntry, type PackOptions } from './pack-builder';
import { closeGitServers, listen, serveGit, trackedRepository, type GitServer } from './server';

afterAll(closeGitServers);

const MB = 1_000_000;
const LIMITS: SourceLimits = {
  ...SOURCE_LIMITS, packedBytes: MB, inflatedBytes: 4 * MB, ratioFloorBytes: 100_000, entries: 2_000, objectBytes: 2 * MB, refsBytes: 100_000,
  // Longer than a busy machine takes for any answer here; where a host is waited for in vain, the test says how long.
  idleMs: 60_000, totalMs: 60_000,
};
const SHORT: SourceLimits = { ...LIMITS, idleMs: 300 };

const line = (text: string | Buffer): Buffer => {
  const body = Buffer.from(text);
  return Buffer.concat([Buffer.from((body.length + 4).toString(16).padStart(4, '0')), body]);
};
const ADVERTISEMENT = Buffer.concat([
  line('# service=git-upload-pack\n'), Buffer.from('0000'), line('version 2\n'), line('ls-refs=unborn\n'), line('fetch=shallow filter\n'),
  line('object-format=sha1\n'), Buffer.from('0000'),
]);
const refs = (commit: string): Buffer => Buffer.concat([line(`${commit} HEAD symref-target:refs/heads/main\n`), Buffer.from('0000')]);
const bands = (pack: Buffer, size = 60_000): Buffer => Buffer.concat([
  ...Array.from({ length: Math.ceil(pack.length / size) }, (_, index) =>
    line(Buffer.concat([Buffer.from([1]), pack.subarray(index * size, (index + 1) * size)]))),
  Buffer.from('0000'),
]);
const packAnswer = (pack: Buffer): Buffer => Buffer.concat([line('shallow-info\n'), Buffer.from('0001'), line('packfile\n'), bands(pack)]);

interface Script {
  readonly advertisement?: Buffer | ((response: ServerResponse) => void);
  readonly type?: string;
  readonly refs?: Buffer | ((response: ServerResponse) => void);
  readonly pack?: Buffer | ((response: ServerResponse) => void);
}

const COMMIT = 'c'.repeat(40);

/** A host that plays a script instead of being one. */
function play(script: Script): Promise<GitServer> {
  const answer = (response: ServerResponse, what: Script['pack'], otherwise: Buffer): void => {
    if (typeof what === 'function') what(response);
    else response.end(what ?? otherwise);
  };
  return listen((request, response) => {
    if (request.method === 'GET') {
      response.setHeader('content-type', script.type ?? 'application/x-git-upload-pack-advertisement');
      answer(response, script.advertisement, ADVERTISEMENT);
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (Buffer.concat(chunks).includes('command=ls-refs')) answer(response, script.refs, refs(COMMIT));
      else answer(response, script.pack, packAnswer(makePack([])));
    });
  });
}

async function outcome(script: Script, limits = LIMITS, signal?: AbortSignal): Promise<string> {
  const server = await play(script);
  const opened = openGit({ kind: 'git', url: `${server.origin}/owner/sample`, allowPrivate: true }, { maxFileBytes: 100_000, limits, signal });
  const code = await codeOfRejection(opened);
  await server.close();
  return code;
}

/** What comes of a pack whose first entry's commit is asked for. */
async function outcomeOfPack(entries: readonly PackEntry[], options: PackOptions = {}, commit?: string): Promise<string> {
  const wanted = commit ?? (entries[0] ? idOf('commit', entries[0].data) : COMMIT);
  return outcome({ refs: refs(wanted), pack: packAnswer(makePack(entries, options)) });
}

const file = Buffer.from('const a = 1;\n');
const blob: PackEntry = { type: 'blob', data: file };
const fileId = idOf('blob', file);
const honest = commitOf(makeTree([['100644', 'a.ts', fileId]]), [blob]).entries;
const forever = (chunk: Buffer) => (response: ServerResponse) => {
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
    if (!response.destroyed) response.once('drain', write);
  };
  write();
};

test('the script itself is sound', async () => expect(await outcomeOfPack(honest)).toBe('none'));

describe('answers', () => {
  test.each<[string, string, Script]>([
    ['a page of another kind', 'SOURCE_FORMAT', { type: 'text/html', advertisement: Buffer.from('<html>') }],
    ['a dumb host', 'SOURCE_FORMAT', { type: 'text/plain', advertisement: Buffer.from(`${COMMIT}\trefs/heads/main\n`) }],
    ['nothing at all', 'SOURCE_FORMAT', { advertisement: Buffer.alloc(0) }],
    ['no packet lines', 'SOURCE_FORMAT', { advertisement: Buffer.from('hello, this is not git') }],
    ['a packet of an impossible length', 'SOURCE_FORMAT', { advertisement: Buffer.from('0003') }],
    ['a packet that is cut off', 'SOURCE_FORMAT', { advertisement: Buffer.from('00ff# service') }],
    ['half a length', 'SOURCE_FORMAT', { advertisement: Buffer.from('00') }],
    ['an error of the host', 'SOURCE_FORMAT', { advertisement: Buffer.concat([line('# service=git-upload-pack\n'), Buffer.from('0000'), line('ERR go away\u001b[31m')]) }],
    ['objects named in an unknown way', 'SOURCE_FORMAT', { advertisement: Buffer.concat([line('version 2\n'), line('object-format=md5\n'), Buffer.from('0000')]) }],
    ['refs that never end', 'SOURCE_TOO_LARGE', { refs: forever(line(`${COMMIT} refs/heads/x\n`)) }],
    ['an advertisement that never ends', 'SOURCE_TOO_LARGE', { advertisement: forever(line('version 2\n')) }],
    ['refs that are none', 'SOURCE_REF_NOT_FOUND', { refs: Buffer.concat([line('unborn HEAD symref-target:refs/heads/main\n'), Buffer.from('0000')]) }],
    ['refs with an error', 'SOURCE_FORMAT', { refs: line('ERR no') }],
    ['refs that are peeled to nonsense', 'SOURCE_FORMAT', { refs: Buffer.concat([line(`${COMMIT} HEAD peeled:../../etc\n`), Buffer.from('0000')]) }],
    ['old refs that are damaged', 'SOURCE_FORMAT', { advertisement: line('zzz refs/heads/main\0side-band-64k') }],
    ['old refs without what is needed', 'SOURCE_FORMAT', { advertisement: Buffer.concat([line(`${COMMIT} HEAD\0multi_ack`), Buffer.from('0000')]) }],
    ['no pack', 'SOURCE_FORMAT', { pack: Buffer.from('0000') }],
    ['an error instead of a pack', 'SOURCE_FORMAT', { pack: line('ERR upload-pack: out of order') }],
    ['an error inside the pack', 'SOURCE_FORMAT', { pack: Buffer.concat([line('packfile\n'), line('\u0003fatal: disk full'), Buffer.from('0000')]) }],
    ['an answer that ends before the pack', 'SOURCE_FORMAT', { pack: line('shallow-info\n') }],
    ['a pack that never ends', 'SOURCE_TOO_LARGE', { pack: (response) => {
      response.write(line('packfile\n'));
      forever(line(Buffer.alloc(60_000, 1)))(response);
    } }],
    ['a body in an encoding that was not asked for', 'SOURCE_UNREACHABLE', { pack: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('x') }],
    ['an unavailable service', 'SOURCE_UNREACHABLE', { pack: (response) => void response.writeHead(503).end() }],
    ['a redirect of what is posted', 'SOURCE_UNREACHABLE', { pack: (response) => void response.writeHead(307, { location: 'http://127.0.0.1:1/x' }).end() }],
    ['a connection that breaks', 'SOURCE_UNREACHABLE', { pack: (response) => {
      response.write(line('packfile\n'));
      setTimeout(() => response.destroy(), 20);
    } }],
    ['a sign-in page of Azure', 'SOURCE_AUTH_FAILED', { advertisement: (response) => void response.writeHead(203).end('<html>') }],
    ['access refused', 'SOURCE_AUTH_FAILED', { refs: (response) => void response.writeHead(403).end() }],
    ['a repository that has gone', 'SOURCE_NOT_FOUND', { advertisement: (response) => void response.writeHead(410).end() }],
  ])('%s: %s', async (_, code, script) => expect(await outcome(script)).toBe(code));

  test.each<[string, Script]>([
    ['before it answers', { pack: () => undefined }],
    ['while it answers', { pack: (response) => void response.write(line('packfile\n')) }],
  ])('a host that falls silent %s is given up', async (_, script) => expect(await outcome(script, SHORT)).toBe('SOURCE_UNREACHABLE'));

  test('a host that sends one byte at a time is given up after the whole time', async () => {
    const drip = (response: ServerResponse): void => {
      response.write(Buffer.concat([line('packfile\n'), Buffer.from('fff0')]));
      const timer = setInterval(() => response.write('0'), 50);
      response.on('close', () => clearInterval(timer));
    };
    // A whole packet of it would take minutes.
    expect(await outcome({ pack: drip }, { ...LIMITS, totalMs: 700 })).toBe('SOURCE_UNREACHABLE');
  });

  test('cancelling ends the wait', async () => {
    const controller = new AbortController();
    expect(await outcome({ pack: () => controller.abort() }, LIMITS, controller.signal)).toBe('CANCELLED');
    expect(await outcome({}, LIMITS, AbortSignal.abort())).toBe('CANCELLED');
  });

  test('what a host says reaches a message as plain text', async () => {
    const server = await play({ pack: line('ERR \u001b[31mred\u0007\n\u202Etxt') });
    await expect(openGit({ kind: 'git', url: `${server.origin}/owner/sample`, allowPrivate: true }, { maxFileBytes: 1, limits: LIMITS }))
      .rejects.toThrow(/its host says: \[31mred txt\.$/);
  });
});

describe('redirects', () => {
  const redirect = async (location: (server: { origin: string }) => string): Promise<string> => {
    const server = await listen((request, response) => {
      response.writeHead(302, { location: location({ origin: `http://${request.headers.host}` }) }).end();
    });
    const code = await codeOfRejection(openGit({ kind: 'git', url: `${server.origin}/owner/sample`, allowPrivate: true }, { maxFileBytes: 1, limits: LIMITS }));
    await server.close();
    return code;
  };

  test.each<[string, string, string]>([
    ['link-local', 'http://169.254.169.254/latest/info/refs', 'SOURCE_ADDRESS_PRIVATE'],
    ['metadata by IPv6', 'http://[fd00:ec2::254]/info/refs', 'SOURCE_ADDRESS_PRIVATE'],
    ['http: of another machine', 'http://10.0.0.1/info/refs', 'SOURCE_URL_INVALID'],
    ['a file', 'file:///etc/passwd', 'SOURCE_URL_INVALID'],
    ['another protocol', 'gopher://127.0.0.1/', 'SOURCE_URL_INVALID'],
    ['a user name', 'http://user:pass@127.0.0.1/info/refs', 'SOURCE_URL_INVALID'],
    ['no address', 'http://', 'SOURCE_UNREACHABLE'],
    ['nowhere', '', 'SOURCE_UNREACHABLE'],
    ['a long address', `http://127.0.0.1/${'a'.repeat(5_000)}`, 'SOURCE_UNREACHABLE'],
  ])('to %s are refused', async (_, location, code) => expect(await redirect(() => location)).toBe(code));

  test('in a circle end', async () => expect(await redirect(({ origin }) => `${origin}/again/info/refs`)).toBe('SOURCE_UNREACHABLE'));

  test('out of the allowed hosts are refused', async () => {
    const server = await listen((request, response) => void response.writeHead(302, { location: `http://localhost:1${request.url}` }).end());
    const request = { kind: 'git' as const, url: `${server.origin}/owner/sample`, allowPrivate: true, allowHosts: ['127.0.0.1'] };
    expect(await codeOfRejection(openGit(request, { maxFileBytes: 1, limits: LIMITS }))).toBe('SOURCE_HOST_NOT_ALLOWED');
  });

  test('to a private host are refused when those are not allowed', async () => {
    const repository = trackedRepository();
    repository.commit({ 'a.ts': 'a' });
    const server = await serveGit(repository);
    const url = `${server.origin}/owner/sample.git`;
    expect(await codeOfRejection(openGit({ kind: 'git', url }, { maxFileBytes: 1, limits: LIMITS }))).toBe('SOURCE_ADDRESS_PRIVATE');
    expect(server.seen).toEqual([]);
  });
});

describe('packs', () => {
  const tree = (...entries: [string, string, string][]) => commitOf(makeTree(entries), [blob]).entries;
  const emptyTree = makeTree([]);

  const damaged: readonly (readonly [string, readonly PackEntry[], PackOptions?])[] = [
    ['no magic', honest, { magic: 'KCAP' }],
    ['an unknown version', honest, { version: 9 }],
    ['more objects than there are', honest, { count: 9 }],
    ['fewer objects than there are', honest, { count: 2 }],
    ['bytes behind the objects', honest, { tail: Buffer.from('tail') }],
    ['a count beyond all reason', honest, { count: 0xffffffff }],
    ['an object smaller than it says', [...honest.slice(0, 2), { ...blob, size: 99 }]],
    ['an object larger than it says', [...honest.slice(0, 2), { ...blob, size: 3 }]],
    ['packed bytes that are none', [...honest.slice(0, 2), { ...blob, packed: Buffer.from('garbage') }]],
    ['packed bytes that are cut off', [...honest.slice(0, 2), { ...blob, packed: deflateSync(file).subarray(0, -3) }]],
    ['a base that lies outside', [...honest, { type: 'offset', base: 999_999, data: makeDelta(1, 1, [Buffer.from('x')]) }]],
    ['an object that is its own base', [...honest, { type: 'offset', base: 0, data: makeDelta(1, 1, [Buffer.from('x')]) }]],
    ['a base that is missing', [...honest, { type: 'reference', base: 'f'.repeat(40), data: makeDelta(1, 1, [Buffer.from('x')]) }]],
    ['a delta that copies from outside', [...honest, { type: 'reference', base: fileId, data: makeDelta(file.length, 5, [[file.length, 5]]) }]],
    ['a delta that copies far outside', [...honest, { type: 'reference', base: fileId, data: makeDelta(file.length, 5, [[0xffffffff, 5]]) }]],
    ['a delta that makes more than it says', [...honest, { type: 'reference', base: fileId, data: makeDelta(file.length, 2, [[0, 5]]) }]],
    ['a delta that makes less than it says', [...honest, { type: 'reference', base: fileId, data: makeDelta(file.length, 9, [[0, 5]]) }]],
    ['a delta of another base', [...honest, { type: 'reference', base: fileId, data: makeDelta(7, 5, [[0, 5]]) }]],
    ['a delta with a reserved command', [...honest, { type: 'reference', base: fileId, data: Buffer.from([file.length, 1, 0]) }]],
    ['a delta that breaks off', [...honest, { type: 'reference', base: fileId, data: Buffer.from([file.length, 9, 9, 1]) }]],
    ['a delta without sizes', [...honest, { type: 'reference', base: fileId, data: Buffer.from([0x80]) }]],
    ['a delta with a size that never ends', [...honest, { type: 'reference', base: fileId, data: Buffer.alloc(12, 0xff) }]],
    ['a name that leads up', tree(['100644', '..', fileId])],
    ['a folder that leads up', tree(['40000', '..', idOf('tree', emptyTree)])],
    ['a name with a slash', tree(['100644', 'a/../../b', fileId])],
    ['an absolute name', tree(['100644', '/etc/passwd', fileId])],
    ['an empty name', tree(['100644', '', fileId])],
    ['.git', tree(['40000', '.git', idOf('tree', emptyTree)])],
    ['.GIT', tree(['100644', '.GiT', fileId])],
    ['the same name twice, as file and folder', commitOf(makeTree([['100644', 'a', fileId], ['40000', 'a', idOf('tree', makeTree([['100644', 'b', fileId]]))]]),
      [blob, { type: 'tree', data: makeTree([['100644', 'b', fileId]]) }]).entries],
    ['a folder that is missing', tree(['40000', 'src', 'e'.repeat(40)])],
    ['a folder that is a file', tree(['40000', 'src', fileId])],
    ['a file that is a folder', commitOf(makeTree([['100644', 'a', idOf('tree', emptyTree)]]), [{ type: 'tree', data: emptyTree }]).entries],
    ['a tree that breaks off', commitOf(Buffer.from('100644 a.ts\0short')).entries],
    ['a tree of noise', commitOf(Buffer.from('noise without an end')).entries],
    ['a commit without a tree', [{ type: 'commit', data: Buffer.from('author A\n\nmessage') }]],
    ['a commit whose tree stands in its message', [{ type: 'commit', data: Buffer.from(`author A\n\ntree ${idOf('tree', emptyTree)}\n`) }, { type: 'tree', data: emptyTree }]],
  ];
  // Whole rows: jest takes a parameter without a value for its own.
  test.each(damaged.map(([name, entries, options = {}]) => [name, entries, options] as const))(
    'with %s are refused',
    async (_, entries, options) => expect(await outcomeOfPack(entries, options)).toBe('SOURCE_FORMAT'),
  );

  test('of another commit than was asked for are refused', async () => {
    expect(await outcomeOfPack(honest, {}, 'd'.repeat(40))).toBe('SOURCE_FORMAT');
    expect(await outcomeOfPack(honest, {}, fileId)).toBe('SOURCE_FORMAT');
  });

  test('cut off at any place are refused', async () => {
    const pack = makePack(honest);
    const commit = idOf('commit', honest[0]!.data);
    for (let length = 0; length < pack.length; length += 7) {
      expect(await outcome({ refs: refs(commit), pack: packAnswer(pack.subarray(0, length)) })).toBe('SOURCE_FORMAT');
    }
  });

  test('with any byte changed are refused', async () => {
    const pack = makePack(honest);
    const commit = idOf('commit', honest[0]!.data);
    for (let at = 0; at < pack.length; at += 11) {
      const changed = Buffer.from(pack);
      changed[at]! ^= 0x40;
      expect(await outcome({ refs: refs(commit), pack: packAnswer(changed) })).toBe('SOURCE_FORMAT');
    }
  });

  const zeros = (size: number): PackEntry => ({ type: 'blob', data: Buffer.alloc(size) });
  const bomb = (...others: PackEntry[]) => [...tree(['100644', 'a.ts', fileId]), ...others];

  test('that unpack to much are refused: many times their size, one large object, a size that lies', async () => {
    expect(await outcomeOfPack(bomb(zeros(1_900_000)))).toBe('SOURCE_TOO_LARGE');
    expect(await outcomeOfPack(bomb(zeros(50 * MB)))).toBe('SOURCE_TOO_LARGE');
    expect(await outcomeOfPack(bomb({ ...zeros(50 * MB), size: 10 }))).toBe('SOURCE_FORMAT');
  });

  test('with deltas that make much of little are refused before it is made', async () => {
    const base = Buffer.alloc(60_000, 'abcdefgh');
    const steps = Array.from({ length: 30 }, () => [0, 60_000] as const);
    const delta = makeDelta(base.length, 30 * 60_000, steps);
    const deltas: PackEntry[] = Array.from({ length: 10 }, (_, index) => ({
      type: 'reference', base: idOf('blob', base), data: Buffer.concat([makeDelta(base.length, 30 * 60_000 + 1, steps), Buffer.from([1, index])]),
    }));
    expect(await outcomeOfPack(bomb({ type: 'blob', data: base }, ...deltas))).toBe('SOURCE_TOO_LARGE');
    const held = process.memoryUsage().arrayBuffers;
    const huge = { type: 'reference' as const, base: idOf('blob', base), data: makeDelta(base.length, 2 ** 45, steps) };
    // What is too large to hold becomes a file without content, as long as nothing is made of it.
    expect(await outcomeOfPack(bomb({ type: 'blob', data: base }, huge))).toBe('none');
    expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(20 * MB);
    expect(delta.length).toBeLessThan(300);
  });

  test('of few folders that stand for endlessly many files are refused', async () => {
    let level = makeTree([['100644', 'a.ts', fileId]]);
    const trees: PackEntry[] = [{ type: 'tree', data: level }];
    for (let depth = 0; depth < 10; depth += 1) {
      const id = idOf('tree', level);
      level = makeTree(Array.from({ length: 10 }, (_, index) => ['40000', `d${index}`, id] as const));
      trees.push({ type: 'tree', data: level });
    }
    const commit: PackEntry = { type: 'commit', data: makeCommit(idOf('tree', level)) };
    expect(await outcomeOfPack([commit, blob, ...trees])).toBe('SOURCE_TOO_LARGE');
  });

  test('of folders below each other without end are refused', async () => {
    let level = makeTree([['100644', 'a.ts', fileId]]);
    const trees: PackEntry[] = [{ type: 'tree', data: level }];
    for (let depth = 0; depth < 700; depth += 1) {
      level = makeTree([['40000', 'd', idOf('tree', level)]]);
      trees.push({ type: 'tree', data: level });
    }
    const commit: PackEntry = { type: 'commit', data: makeCommit(idOf('tree', level)) };
    expect(await outcomeOfPack([commit, blob, ...trees])).toBe('SOURCE_FORMAT');
  });

  test('with deltas in front of their bases, and bases that are deltas, are read', async () => {
    const second = Buffer.concat([file, Buffer.from('const b = 2;\n')]);
    const third = Buffer.concat([second, Buffer.from('const c = 3;\n')]);
    const data = makeTree([['100644', 'a.ts', idOf('blob', third)]]);
    const commit: PackEntry = { type: 'commit', data: makeCommit(idOf('tree', data)) };
    const toSecond: PackEntry = { type: 'reference', base: fileId, data: makeDelta(file.length, second.length, [[0, file.length], Buffer.from('const b = 2;\n')]) };
    const toThird: PackEntry = { type: 'reference', base: idOf('blob', second), data: makeDelta(second.length, third.length, [[0, second.length], Buffer.from('const c = 3;\n')]) };
    expect(await outcomeOfPack([commit, toThird, toSecond, { type: 'tree', data }, blob])).toBe('none');
  });
});
