import { createError, EngineError } from '../../kernel';
import type { Budget } from '../budget';
import { SHA1 } from './object-format';
import { DELIMITER, FLUSH, packet, readPackets, toLine, type Packets } from './packets';
import { clean, type Remote } from './remote';

const BAND_DATA = 1;
const BAND_ERROR = 3;

export interface PackRequest {
  readonly source: string;
  /** The commit. */
  readonly commit: string;
  /** The host is asked to leave larger files out, if it can; `none`: all files. */
  readonly maxFileBytes: number | 'none';
  /** How many commits to go back, this one included; default 1. */
  readonly depth?: number;
}

export interface FetchedPack {
  readonly pack: Buffer;
  /** Files over the limit were left out by the host. */
  readonly filtered: boolean;
}

/** Whether the host can leave files out and go back so many commits, as a history needs it. */
export const hasHistory = (remote: Remote): boolean => ['filter', 'shallow'].every((name) => featuresOf(remote).includes(name));

const featuresOf = ({ version, capabilities }: Remote): readonly string[] =>
  version === 2 ? (capabilities.get('fetch') ?? '').split(' ') : [...capabilities.keys()];

/** The pack of one commit, whole: its trees and files. Throws SOURCE_FORMAT, SOURCE_TOO_LARGE and what `Http` throws. */
export async function fetchPack(remote: Remote, request: PackRequest, budget: Budget): Promise<FetchedPack> {
  const features = featuresOf(remote);
  const filtered = features.includes('filter');
  const answer = await remote.post(remote.version === 2 ? writeRequest(features, request, remote) : writeOldRequest(features, request, remote));
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of answer.body) {
      budget.receive(chunk.length);
      yield chunk;
    }
  }
  try {
    const packets = readPackets(counted());
    const chunks: Buffer[] = [];
    await (remote.version === 2 ? skipToPack(packets) : skipAcknowledgements(packets));
    for await (const chunk of readBands(packets)) chunks.push(chunk);
    return { pack: Buffer.concat(chunks), filtered };
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    throw createError('SOURCE_FORMAT', { source: request.source, reason: (thrown as Error).message }, thrown);
  } finally {
    answer.discard();
  }
}

const filterOf = ({ maxFileBytes }: PackRequest): string =>
  packet(`filter ${maxFileBytes === 'none' ? 'blob:none' : `blob:limit=${maxFileBytes + 1}`}`);

function writeRequest(features: readonly string[], request: PackRequest, { format }: Remote): string {
  return [
    packet('command=fetch'),
    packet(`object-format=${format.name}`),
    DELIMITER,
    packet('ofs-delta'),
    packet('no-progress'),
    ...(features.includes('shallow') ? [packet(`deepen ${request.depth ?? 1}`)] : []),
    ...(features.includes('filter') ? [filterOf(request)] : []),
    packet(`want ${request.commit}`),
    packet('done'),
    FLUSH,
  ].join('');
}

function writeOldRequest(features: readonly string[], request: PackRequest, { format }: Remote): string {
  if (!features.includes('side-band-64k') || !features.includes('shallow')) {
    throw createError('SOURCE_FORMAT', { source: request.source, reason: 'its host cannot hand out a single commit' });
  }
  const wanted = ['side-band-64k', 'ofs-delta', 'no-progress', 'filter'].filter((name) => features.includes(name));
  if (format !== SHA1) wanted.push(`object-format=${format.name}`);
  return [
    packet(`want ${request.commit} ${wanted.join(' ')}`),
    packet(`deepen ${request.depth ?? 1}`),
    ...(wanted.includes('filter') ? [filterOf(request)] : []),
    FLUSH,
    packet('done'),
  ].join('');
}

/** Version 2: sections with a name each; the pack's comes last. */
async function skipToPack(packets: Packets): Promise<void> {
  for (;;) {
    const next = await packets.next();
    if (next === undefined || next === 'flush' || next === 'end') throw new Error('its host sent no files');
    if (typeof next === 'string') continue;
    const line = toLine(next);
    if (line === 'packfile') return;
    if (line.startsWith('ERR ')) throw new Error(`its host says: ${clean(line.slice(4))}`);
  }
}

/** Version 1: `shallow` lines up to a flush, then NAK, then the pack. */
async function skipAcknowledgements(packets: Packets): Promise<void> {
  for (;;) {
    const next = await packets.next();
    if (next === undefined) throw new Error('its host sent no files');
    if (typeof next === 'string') continue;
    const line = toLine(next);
    if (line === 'NAK' || line.startsWith('ACK ')) return;
    if (line.startsWith('ERR ')) throw new Error(`its host says: ${clean(line.slice(4))}`);
  }
}

async function* readBands(packets: Packets): AsyncGenerator<Buffer> {
  for (let next = await packets.next(); Buffer.isBuffer(next); next = await packets.next()) {
    if (next[0] === BAND_DATA) yield next.subarray(1);
    else if (next[0] === BAND_ERROR) throw new Error(`its host says: ${clean(next.toString('utf8', 1))}`);
  }
}
