import { createError, EngineError } from '../../kernel';
import type { SourceLimits } from '../limits';
import type { Http, HttpAnswer } from '../net/http';
import { describeUrl } from '../net/url';
import { findFormat, formatOf, type ObjectFormat } from './object-format';
import { DELIMITER, FLUSH, packet, readPackets, toLine, type Packets } from './packets';

export interface RemoteRef {
  readonly oid: string;
  /** Of an annotated tag: the commit it stands for. */
  readonly peeled?: string;
  /** Of HEAD: the branch it stands for. */
  readonly target?: string;
}

/** A repository that answered, over Git's smart HTTP protocol in version 2 or 1. */
export interface Remote {
  readonly version: 1 | 2;
  /** After redirects, without `/info/refs`. */
  readonly base: URL;
  readonly capabilities: ReadonlyMap<string, string>;
  readonly format: ObjectFormat;
  /** Asks one of the repository's services. */
  post(body: string): Promise<HttpAnswer>;
  /** The refs of these full names that exist. */
  refs(names: readonly string[]): Promise<ReadonlyMap<string, RemoteRef>>;
}

export interface RemoteParts {
  readonly http: Http;
  readonly url: URL;
  readonly authorization?: string;
  readonly limits: SourceLimits;
}

const SERVICE = 'git-upload-pack';
const isOid = (text: string): boolean => formatOf(text) !== undefined;

/**
 * Opens a repository: one request, which also tells the refs where the host knows version 1 only.
 * Throws SOURCE_AUTH_FAILED, SOURCE_NOT_FOUND, SOURCE_UNREACHABLE, SOURCE_FORMAT (no Git host, or
 * objects named in an unknown way) and what `Http` throws.
 */
export async function openRemote(parts: RemoteParts): Promise<Remote> {
  const { http, url, authorization, limits } = parts;
  const source = describeUrl(url);
  const answer = await http.send({
    url: new URL(`${url.href}/info/refs?service=${SERVICE}`),
    headers: { 'git-protocol': 'version=2', accept: `application/x-${SERVICE}-advertisement` },
    authorization,
  });
  assertOk(answer, source);
  const type = answer.headers['content-type'] ?? '';
  const suffix = '/info/refs';
  if (!type.startsWith(`application/x-${SERVICE}-advertisement`) || !answer.url.pathname.endsWith(suffix)) {
    answer.discard();
    throw createError('SOURCE_FORMAT', { source, reason: 'its host does not answer as a Git host does' });
  }
  const base = new URL(answer.url.pathname.slice(0, -suffix.length), answer.url);
  const found = await readAnswer(answer, source, limits.refsBytes, readAdvertisement);
  const named = found.capabilities.get('object-format') ?? 'sha1';
  const format = findFormat(named);
  if (!format) throw createError('SOURCE_FORMAT', { source, reason: `its objects are named by ${clean(named)}, not by SHA-1 or SHA-256` });

  const post = async (body: string): Promise<HttpAnswer> => {
    const posted = await http.send({
      url: new URL(`${base.href}/${SERVICE}`),
      headers: {
        'content-type': `application/x-${SERVICE}-request`,
        accept: `application/x-${SERVICE}-result`,
        ...(found.version === 2 && { 'git-protocol': 'version=2' }),
      },
      body: Buffer.from(body),
      // As with the first request: a host that it was redirected to does not get the token.
      authorization: base.origin === url.origin ? authorization : undefined,
    });
    assertOk(posted, source);
    return posted;
  };
  return {
    version: found.version,
    base,
    capabilities: found.capabilities,
    format,
    post,
    async refs(names) {
      if (found.version === 1) return found.refs;
      const asked = [packet('command=ls-refs'), packet(`object-format=${format.name}`), DELIMITER, packet('peel'), packet('symrefs')];
      const answer = await post([...asked, ...names.map((name) => packet(`ref-prefix ${name}`)), FLUSH].join(''));
      return readAnswer(answer, source, limits.refsBytes, readRefs);
    },
  };
}

/** Throws for a status other than 200, by what it means here. */
export function assertOk(answer: HttpAnswer, source: string): void {
  const { status, url } = answer;
  if (status === 200) return;
  answer.discard();
  const { host } = url;
  // Azure DevOps answers 203 with a page to sign in at.
  if (status === 401 || status === 403 || status === 203) throw createError('SOURCE_AUTH_FAILED', { host, source, status });
  if (status === 404 || status === 410) throw createError('SOURCE_NOT_FOUND', { host, source });
  throw createError('SOURCE_UNREACHABLE', { host, reason: `it answered with HTTP status ${status}` });
}

/** Reads a small answer to its end, counted. What is wrong in it becomes SOURCE_FORMAT. */
async function readAnswer<T>(
  answer: HttpAnswer,
  source: string,
  maxBytes: number,
  read: (packets: Packets) => Promise<T>,
): Promise<T> {
  let bytes = 0;
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        throw createError('SOURCE_TOO_LARGE', { source, what: 'it has too many branches and tags', limit: `${maxBytes} bytes` });
      }
      yield chunk;
    }
  }
  try {
    return await read(readPackets(counted()));
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw createError('SOURCE_FORMAT', { source, reason: (thrown as Error).message }, thrown);
  } finally {
    answer.discard();
  }
}

interface Advertisement {
  readonly version: 1 | 2;
  readonly capabilities: ReadonlyMap<string, string>;
  readonly refs: ReadonlyMap<string, RemoteRef>;
}

async function readAdvertisement(packets: Packets): Promise<Advertisement> {
  let first = await packets.next();
  if (Buffer.isBuffer(first) && toLine(first).startsWith('# service=')) {
    await packets.next();
    first = await packets.next();
  }
  // Version 1 has nothing to say of a repository without commits.
  if (first === 'flush') return { version: 1, capabilities: new Map(), refs: new Map() };
  if (!Buffer.isBuffer(first)) throw new Error('its host says nothing about the repository');
  if (toLine(first) === 'version 2') {
    const lines: string[] = [];
    for (let next = await packets.next(); Buffer.isBuffer(next); next = await packets.next()) lines.push(toLine(next));
    return { version: 2, capabilities: readCapabilities(lines), refs: new Map() };
  }
  return readOldAdvertisement(toLine(first), packets);
}

/** Version 1: `<oid> <name>` lines; the first one carries the capabilities behind a NUL. */
async function readOldAdvertisement(first: string, packets: Packets): Promise<Advertisement> {
  if (first.startsWith('ERR ')) throw new Error(`its host says: ${clean(first.slice(4))}`);
  const [line = '', words = ''] = first.split('\0');
  const capabilities = readCapabilities(words.split(' ').filter((word) => !word.startsWith('symref=')));
  const head = words.split(' ').find((word) => word.startsWith('symref=HEAD:'))?.slice('symref=HEAD:'.length);
  const refs = new Map<string, RemoteRef>();
  const add = (text: string): void => {
    const [oid = '', name = ''] = text.split(' ');
    if (!isOid(oid)) throw new Error('its list of branches is damaged');
    if (name.endsWith('^{}')) {
      const tag = refs.get(name.slice(0, -3));
      if (tag) refs.set(name.slice(0, -3), { ...tag, peeled: oid });
    } else if (name !== 'capabilities') {
      refs.set(name, { oid, ...(name === 'HEAD' && head !== undefined && { target: head }) });
    }
  };
  if (!line.endsWith(' capabilities^{}')) add(line);
  for (let next = await packets.next(); Buffer.isBuffer(next); next = await packets.next()) add(toLine(next));
  return { version: 1, capabilities, refs };
}

/** Version 2: `<oid> <name> [symref-target:<name>] [peeled:<oid>]`. */
async function readRefs(packets: Packets): Promise<ReadonlyMap<string, RemoteRef>> {
  const refs = new Map<string, RemoteRef>();
  for (let next = await packets.next(); Buffer.isBuffer(next); next = await packets.next()) {
    const text = toLine(next);
    if (text.startsWith('ERR ')) throw new Error(`its host says: ${clean(text.slice(4))}`);
    const [oid = '', name = '', ...attributes] = text.split(' ');
    if (!isOid(oid)) continue; // An unborn HEAD, of a repository without commits.
    const value = (key: string): string | undefined =>
      attributes.find((attribute) => attribute.startsWith(`${key}:`))?.slice(key.length + 1);
    const peeled = value('peeled');
    if (peeled !== undefined && !isOid(peeled)) throw new Error('its list of branches is damaged');
    refs.set(name, { oid, peeled, target: value('symref-target') });
  }
  return refs;
}

function readCapabilities(words: readonly string[]): ReadonlyMap<string, string> {
  return new Map(words.map((word) => {
    const cut = word.indexOf('=');
    return cut < 0 ? [word, ''] : [word.slice(0, cut), word.slice(cut + 1)];
  }));
}

/** What a host says, for a message: one line of plain characters, not too long. */
export function clean(text: string): string {
  return text.replace(/[^\x20-\x7E]+/g, ' ').trim().slice(0, 200);
}
