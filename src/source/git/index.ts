import { createError, EngineError, LIMITS, toEngineError, type CommitFact, type GitSource, type RepositoryAccess } from '../../kernel';
import { readTar } from '../archive/tar';
import { createBudget } from '../budget';
import { SOURCE_LIMITS, type SourceLimits } from '../limits';
import { createMemorySnapshot } from '../memory/snapshot';
import { createTreeBuilder, type MemoryTree } from '../memory/tree';
import { createHttp, type Http, type HttpParts } from '../net/http';
import { describeUrl, parseRepositoryUrl } from '../net/url';
import { createPace } from '../pace';
import type { Snapshot } from '../types';
import { checkOut } from './checkout';
import { fetchPack } from './fetch-pack';
import { fetchHistory } from './history';
import { archiveAddress, gitAuthorization, hostKind } from './hosts';
import { formatOf } from './object-format';
import { readPack } from './pack';
import { checkRef, fullNames, isCommit } from './ref';
import { assertOk, openRemote, type Remote } from './remote';

/** How the files of a commit may be got, in the order of trying. */
export type GitTransport = 'git' | 'archive';

export interface GitParts extends Partial<Pick<HttpParts, 'resolve' | 'ca' | 'signal' | 'limits'>> {
  readonly maxFileBytes: number;
  readonly access?: RepositoryAccess;
  /** Default: Git's own protocol, which is exact, then the host's archive when that fails. */
  readonly transports?: readonly GitTransport[];
}

interface Repository {
  readonly url: URL;
  readonly label: string;
  readonly ref: string | undefined;
  readonly kind: ReturnType<typeof hostKind>;
  readonly request: GitSource;
  readonly limits: SourceLimits;
  readonly parts: GitParts;
}

/** The address and ref of a request, checked without asking anyone. Throws SOURCE_URL_INVALID, VALUE_INVALID. */
export function checkGitSource({ url, ref, history }: GitSource): { url: string; ref: string | undefined; history: number } {
  return { url: describeUrl(parseRepositoryUrl(url)), ref: checkRef(ref), history: checkDepth(history) };
}

function checkDepth(history: unknown): number {
  if (history === undefined || history === null) return 0;
  const isDepth = typeof history === 'number' && Number.isInteger(history) && history >= 0 && history <= LIMITS.historyMax;
  if (!isDepth) throw createError('VALUE_OUT_OF_RANGE', { name: 'source.history', value: typeof history === 'number' ? history : 'what is no number', min: 0, max: LIMITS.historyMax });
  return history;
}

/**
 * The files of a branch, tag or commit, in memory: no submodules, no files of Git LFS, and of history
 * only the messages and paths of as many commits as were asked for; without them the files still serve.
 * Throws SOURCE_URL_INVALID, SOURCE_HOST_NOT_ALLOWED, SOURCE_ADDRESS_PRIVATE, SOURCE_AUTH_FAILED,
 * SOURCE_NOT_FOUND, SOURCE_REF_NOT_FOUND, SOURCE_TOO_LARGE, SOURCE_UNREACHABLE, SOURCE_FORMAT,
 * VALUE_INVALID and CANCELLED. No error and no result holds the token.
 */
export async function openGit(request: GitSource, parts: GitParts): Promise<Snapshot> {
  const url = parseRepositoryUrl(request.url);
  const repository: Repository = {
    url,
    label: describeUrl(url),
    ref: checkRef(request.ref),
    kind: request.host ?? hostKind(url),
    request,
    limits: parts.limits ?? SOURCE_LIMITS,
    parts,
  };
  assertTokenGoesHome(repository);
  const depth = checkDepth(request.history);
  const http = connect(repository, parts.signal);
  const remote = await open(repository, http);
  const commit = await findCommit(repository, remote);
  const { tree, note } = await fetchFiles(repository, http, remote, commit);
  const past = await readPast(repository, remote, commit, depth);
  return createMemorySnapshot(tree, {
    id: commit,
    origin: { kind: 'git', label: repository.label, commit },
    maxFileBytes: parts.maxFileBytes,
    notes: [note, past.note].filter((each) => each !== undefined),
    history: past.history,
    moved: async (signal) => {
      if (isCommit(repository.ref)) return false;
      return (await findCommit(repository, await open(repository, connect(repository, signal)))) !== commit;
    },
  });
}

/** A history that cannot be had is no reason to go without the files. */
async function readPast({ label, limits, parts: { signal } }: Repository, remote: Remote, commit: string, commits: number): Promise<{ history?: CommitFact[]; note?: string }> {
  if (commits === 0) return {};
  try {
    return { history: await fetchHistory(remote, { source: label, commit, commits, limits, signal }) };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'CANCELLED') throw error;
    return { note: `The history could not be read, so commit messages did not count: ${error.message}` };
  }
}

/** A URL may come from an untrusted place, such as a webhook; the token must not follow it there. */
function assertTokenGoesHome({ url, parts: { access } }: Repository): void {
  if (!access || access.host.trim().toLowerCase() === url.host.toLowerCase()) return;
  throw createError('SOURCE_HOST_NOT_ALLOWED', { host: url.host, reason: `the credential is for ${access.host}` });
}

function connect({ request, limits, parts: { resolve, ca } }: Repository, signal: AbortSignal | undefined): Http {
  const { allowHosts, allowPrivate } = request;
  return createHttp({ rules: { allowHosts, allowPrivate }, limits, signal, resolve, ca });
}

function open({ url, kind, limits, parts: { access } }: Repository, http: Http): Promise<Remote> {
  return openRemote({ http, url, authorization: access && gitAuthorization(kind, access), limits });
}

async function findCommit({ ref, label }: Repository, remote: Remote): Promise<string> {
  const unknown = (): Error => createError('SOURCE_REF_NOT_FOUND', { source: label, ref: ref ?? 'HEAD' });
  if (ref !== undefined && isCommit(ref)) {
    if (formatOf(ref) === remote.format) return ref;
    throw unknown();
  }
  const names = fullNames(ref);
  const refs = await remote.refs(names);
  const found = names.map((name) => refs.get(name)).find((candidate) => candidate !== undefined);
  if (!found) throw unknown();
  return found.peeled ?? found.oid;
}

/** A transport that does not work here is followed by the next one, if there is one. */
async function fetchFiles(
  repository: Repository,
  http: Http,
  remote: Remote,
  commit: string,
): Promise<{ tree: MemoryTree; note?: string }> {
  const { transports = ['git', 'archive'] } = repository.parts;
  let failure: Error | undefined;
  for (const transport of transports) {
    try {
      if (transport === 'git') return { tree: await fetchByGit(repository, remote, commit) };
      const tree = await fetchArchive(repository, http, commit);
      if (tree) return { tree, note: 'The files came as an archive: those that .gitattributes marks export-ignore are missing.' };
    } catch (thrown) {
      failure ??= thrown as Error;
      const { code } = thrown as Partial<EngineError>;
      if (code !== 'SOURCE_FORMAT' && code !== 'SOURCE_UNREACHABLE') throw failure;
    }
  }
  throw failure ?? createError('SOURCE_FORMAT', { source: repository.label, reason: 'its host hands out no archives that are known' });
}

async function fetchByGit(repository: Repository, remote: Remote, commit: string): Promise<MemoryTree> {
  const { label, limits, parts } = repository;
  const { maxFileBytes, signal } = parts;
  const budget = createBudget(label, limits);
  const tree = createTreeBuilder(label, maxFileBytes);
  try {
    const { pack, filtered } = await fetchPack(remote, { source: label, commit, maxFileBytes }, budget);
    const pace = createPace(signal);
    const { format } = remote;
    await checkOut(await readPack(pack, { budget, limits, pace, format }), { commit, filtered, format, budget, tree, pace });
    return tree.build();
  } catch (thrown) {
    if (isCommit(repository.ref) && isUnknownObject(thrown)) {
      throw createError('SOURCE_REF_NOT_FOUND', { source: label, ref: commit }, thrown);
    }
    if (thrown instanceof EngineError) throw thrown;
    throw createError('SOURCE_FORMAT', { source: label, reason: (thrown as Error).message }, thrown);
  }
}

function isUnknownObject(thrown: unknown): boolean {
  return /not our ref|no such|unknown object|upload-pack: /i.test((thrown as Error).message);
}

async function fetchArchive({ url, kind, label, limits, parts }: Repository, http: Http, commit: string): Promise<MemoryTree | undefined> {
  const address = archiveAddress(url, kind, commit, parts.access);
  if (!address) return undefined;
  const budget = createBudget(label, limits);
  const tree = createTreeBuilder(label, parts.maxFileBytes);
  const answer = await http.send({ ...address, headers: { accept: 'application/octet-stream, */*' } });
  assertOk(answer, label);
  async function* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of answer.body) {
      budget.receive(chunk.length);
      yield chunk;
    }
  }
  await readTar({ source: label, chunks: counted(), gzip: true, signal: parts.signal }, budget, tree);
  return tree.build({ stripTop: true });
}
