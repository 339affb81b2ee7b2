/** Which way a question is answered, remembered by what the choice rests on. */
import type { Mode, ModeDecision, SearchRequest } from '../kernel';
import { createError } from '../kernel';
import type { Cache } from '../cache';
import type { Settings } from '../config';
import type { Corpus } from '../corpus';
import type { ParsedQuery } from '../query';
import { placeFiles } from '../retrieve';
import { chosen, decideOn, groundsFor, type Evidence } from '../select';
import { checkMode } from './input';
import type { Run } from './run';

/** @throws VALUE_INVALID, HYBRID_DISABLED */
export function wantedMode(mode: unknown, { hybrid_mode }: Settings): Mode {
  const wanted = checkMode(mode, hybrid_mode.default_mode);
  if (hybrid_mode.enabled || wanted === 'automatic' || wanted === 'ast' || wanted === 'rag') return wanted;
  throw createError('HYBRID_DISABLED');
}

/**
 * What the index says about the question is looked up every time, a look into a table for each name and
 * place in it; the choice is remembered by that and nothing else. So an edit forgets a choice only where it
 * changes what the choice rests on, and none can be older than the index.
 */
export function decideMode(
  decisions: () => Cache<ModeDecision>,
  query: ParsedQuery,
  request: Pick<SearchRequest, 'mode' | 'filePath'>,
  corpus: Corpus,
  settings: Settings,
  run: Pick<Run, 'cache'>,
): ModeDecision {
  const { enabled, cache_decisions } = settings.hybrid_mode;
  const mode = wantedMode(request.mode, settings);
  if (mode !== 'automatic') return chosen(mode);
  const grounds = groundsFor(query, evidenceFor(query, request, corpus));
  const key = `${enabled ? 'hybrid' : 'single'} ${grounds}`;
  const known = cache_decisions ? decisions().get(key) : undefined;
  if (cache_decisions) run.cache('decision', known !== undefined);
  if (known) return { ...known, cached: true };
  const picked = decideOn(grounds);
  const decision = enabled ? picked : withoutHybrid(picked);
  if (cache_decisions) decisions().set(key, decision);
  return decision;
}

function withoutHybrid(decision: ModeDecision): ModeDecision {
  const mode = decision.mode === 'ast' || decision.mode === 'ast_first' ? 'ast' : 'rag';
  return { ...decision, mode, reasons: [...decision.reasons, 'hybrid_mode.enabled is false, so one way alone is used'] };
}

function evidenceFor(query: ParsedQuery, request: Pick<SearchRequest, 'filePath'>, corpus: Corpus): Evidence {
  const { files, symbols } = corpus.counts();
  const own = (name: string): string => name.split(/\.|#|::/).pop()!;
  const places = query.places.filter((place) => placeFiles(place.path, corpus).length > 0).length;
  return {
    places: places + (request.filePath && corpus.file(request.filePath) ? 1 : 0),
    definedNames: query.identifiers.filter((name) => corpus.symbols.count(own(name)).found > 0).length,
    hasStructure: symbols > 0 && files > 0,
  };
}
