import { traverseTree } from '../../analyze';
import type { CallOptions, TraverseAnswer, TraverseRequest } from '../../kernel';
import { createError, LIMITS } from '../../kernel';
import { languageOf } from '../../parse';
import { compilePatterns } from '../../source';
import { checkFlag, checkList, checkPatterns, checkShortText, checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { checkPlace } from './open';

const BYTES_MAX = Number.MAX_SAFE_INTEGER;

/** The files that would be indexed and, if asked for, what is left out and why. Reads no file and needs no index. */
export function traverse(parts: StructureParts, request: TraverseRequest, options: CallOptions): Promise<TraverseAnswer> {
  return recordRun(parts, 'traverse', request, async (run) => {
    const glob = checkShortText('glob', request.glob, LIMITS.patternMaxChars);
    const matcher = compilePatterns('glob', glob === undefined ? [] : [glob]);
    const filter = {
      matches: matcher && ((path: string) => matcher.ignores(path)),
      languages: checkList('languages', request.languages),
      minBytes: checkWhole('minBytes', request.minBytes, 0, BYTES_MAX, 0),
      maxBytes: checkWhole('maxBytes', request.maxBytes, 0, BYTES_MAX, BYTES_MAX),
      changedSince: checkTime('changedSince', request.changedSince),
      includeIgnored: checkFlag('includeIgnored', request.includeIgnored),
      limit: checkWhole('limit', request.limit, 1, LIMITS.listMax, LIMITS.listDefault),
    };
    const settings = parts.settingsFor(request.settings);
    checkPatterns(request);
    const snapshot = await run.stage('source', () => parts.workspaces.snapshot(request, options, settings));
    const folder = checkPlace('path', request.path, snapshot, request) ?? '';
    const { include, exclude } = request;
    const { access, signal } = options;
    const listing = await run.stage('list', () => snapshot.list({ include, exclude, access, signal, skippedListed: filter.includeIgnored ? LIMITS.listMax : undefined }));
    const answer = await run.stage('traverse', () => traverseTree(listing, { ...filter, folder }, languageOf));
    if (answer.total === 0 && folder !== '' && !holds(listing, folder)) throw createError('FILE_NOT_FOUND', { path: folder });
    run.note({ results: answer.total });
    return answer;
  });
}

/** A filter may leave nothing of a folder; that is not the same as no such folder. */
function holds({ files, skipped }: { files: readonly { path: string }[]; skipped: readonly { path: string }[] }, folder: string): boolean {
  return [...files, ...skipped].some(({ path }) => path === folder || path.startsWith(`${folder}/`));
}

/** Ms since 1970. */
function checkTime(name: string, value: unknown): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const ms = typeof value === 'string' ? Date.parse(value) : value;
  if (typeof ms === 'number' && Number.isFinite(ms)) return ms;
  throw createError('VALUE_INVALID', { name, reason: 'it is neither an ISO time, such as 2025-01-31T12:00:00Z, nor milliseconds since 1970' });
}
