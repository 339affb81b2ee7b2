/** Record Feedback, and what earlier feedback says of a question. */
import type { CallOptions, FeedbackAnswer, FeedbackRequest, FeedbackVerdict, Step } from '../kernel';
import { createError, FEEDBACK_VERDICTS, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { boostFiles, LEARN, strengthsOf, type FeedbackEvent } from '../learn';
import { parseQuery, type ParsedQuery } from '../query';
import type { RankedChunk } from '../rank';
import { toSnapshotPath } from '../source';
import type { FeedbackStore, Hasher } from './feedback-store';
import { checkChoice, checkFlag, checkList, checkQuery } from './input';
import { recordRun, type RunParts } from './run';
import type { Workspace, Workspaces } from './workspaces';

export interface FeedbackParts extends RunParts {
  /** Absent where nothing may be written. */
  readonly store: FeedbackStore | undefined;
  readonly workspaces: Workspaces;
  readonly settingsFor: (overrides: FeedbackRequest['settings']) => Settings;
}

/** @throws FEEDBACK_OFF, VALUE_INVALID, FILE_NOT_WRITABLE, and what finding the source throws */
export function recordFeedback(parts: FeedbackParts, request: FeedbackRequest, options: CallOptions): Promise<FeedbackAnswer> {
  return recordRun(parts, 'recordFeedback', request.caller, async () => {
    const settings = parts.settingsFor(request.settings);
    const { store, clock } = parts;
    const { name, snapshot } = await parts.workspaces.identify(request, options, settings);
    if (!store || !settings.learning.enabled) throw createError('FEEDBACK_OFF');
    if (checkFlag('reset', request.reset)) {
      const forgotten = await store.reset(name);
      return { workspace: name, recorded: 0, known: 0, forgotten, ...warned(store) };
    }
    const { text } = checkQuery(request.query);
    const verdict = checkChoice<FeedbackVerdict | ''>('verdict', request.verdict, FEEDBACK_VERDICTS, '');
    if (verdict === '') throw createError('VALUE_INVALID', { name: 'verdict', reason: `it is none of ${FEEDBACK_VERDICTS.join(', ')}` });
    const paths = checkList('paths', request.paths)?.map((path) => toSnapshotPath(snapshot, path, request.root)) ?? [];
    if (paths.length === 0) throw createError('VALUE_INVALID', { name: 'paths', reason: 'name the files that the verdict is about' });
    const hash = (await store.hasher(true))!;
    const terms = hashedTerms(parseQuery(text), hash);
    if (terms.length === 0) throw createError('VALUE_INVALID', { name: 'query', reason: 'it has no word to learn from' });
    const at = clock.now();
    const events = paths.map((path): FeedbackEvent => ({ file: hash('file', path), terms, useful: verdict !== 'not_useful', at }));
    const known = await store.add(name, events.slice(0, LIMITS.resultsMax));
    return { workspace: name, recorded: events.length, known, forgotten: 0, ...warned(store) };
  });
}

function warned(store: FeedbackStore): Pick<FeedbackAnswer, 'warnings'> {
  const warning = store.takeWarning();
  return { warnings: warning === undefined ? [] : [warning] };
}

/** Hashes of the most telling words of a question. */
function hashedTerms(query: ParsedQuery, hash: Hasher): string[] {
  const telling = [...query.terms].sort((a, b) => b.weight - a.weight).slice(0, LEARN.terms);
  return [...new Set(telling.map(({ term }) => hash('word', term)))];
}

/** The ranking with files raised that earlier feedback on like questions was about; untouched when there is none. */
export async function applyFeedback(
  store: FeedbackStore | undefined,
  results: readonly RankedChunk[],
  query: ParsedQuery,
  workspace: Workspace,
  { learning }: Settings,
  now: number,
  steps: Step[],
): Promise<readonly RankedChunk[]> {
  if (!store || !learning.enabled) return results;
  const events = await store.events(workspace.name);
  const warning = store.takeWarning();
  if (warning !== undefined) steps.push({ step: 'feedback', status: 'note', detail: warning });
  const hash = events.length > 0 ? await store.hasher(false) : undefined;
  if (!hash) return results;
  const { idf } = workspace.corpus.lexical.match(query.terms);
  const terms = query.terms.map(({ term, weight }) => ({ term: hash('word', term), weight: weight * (idf.get(term) || 1) }));
  const strengths = strengthsOf(terms, events, now, learning.half_life);
  const boosted = boostFiles(results, (path) => strengths.get(hash('file', path)) ?? 0);
  const raised = boosted.find(({ why }) => 'learned' in why);
  if (raised) steps.push({ step: 'feedback', status: 'note', detail: `earlier feedback on like questions raised ${raised.path}` });
  return boosted;
}
