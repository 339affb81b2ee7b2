/** Exact answers from structure: one file's facts, definitions by name. */
import type {
  AnalyzeFileRequest,
  CallOptions,
  FileAnalysis,
  FileFacts,
  FindSymbolAnswer,
  FindSymbolRequest,
  LocalName,
  ReferenceFact,
  RequestBase,
} from '../kernel';
import { createError, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { findDefinitions, findParts } from '../graph';
import { forEachReference, type SnippetShape } from '../parse';
import type { Pool } from '../pool';
import { toSnapshotPath } from '../source';
import type { LocalsTask, MatchTask, SnippetTask } from '../worker';
import { allowedPaths } from './access';
import { factsOf, type AnalysisParts } from './analysis';
import { checkChoice, checkText, checkWhole } from './input';
import { recordRun, type Run, type RunParts } from './run';
import type { Workspaces } from './workspaces';

export interface StructureParts extends RunParts {
  readonly analysis: AnalysisParts;
  readonly localsPool: () => Pool<LocalsTask, readonly LocalName[]>;
  readonly matchPool: () => Pool<MatchTask, readonly number[]>;
  readonly snippetPool: () => Pool<SnippetTask, SnippetShape>;
  readonly workspaces: Workspaces;
  readonly settingsFor: (overrides: RequestBase['settings']) => Settings;
}

export function analyzeFile(parts: StructureParts, request: AnalyzeFileRequest, options: CallOptions): Promise<FileAnalysis> {
  return recordRun(parts, 'analyzeFile', request, async (run) => {
    const { facts, size, cached } = await openFile(parts, request, options, run);
    const { fingerprints: _, ...readable } = facts;
    return { ...readable, references: referencesOf(facts), size, cached };
  });
}

export function findSymbol(parts: StructureParts, request: FindSymbolRequest, options: CallOptions): Promise<FindSymbolAnswer> {
  return recordRun(parts, 'findSymbol', request, async (run) => {
    const name = checkName(request.name);
    const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault);
    const settings = parts.settingsFor(request.settings);
    const match = checkChoice('match', request.match, ['exact', 'fuzzy'] as const, 'fuzzy');
    const { corpus, snapshot } = await run.stage('sync', () => parts.workspaces.ready(request, options, settings, 'check', 'structure'));
    const found = await run.stage('find', () => [...findDefinitions(corpus.symbols, name, match), ...findParts(corpus.symbols, name)]);
    const matches = found
      .map(({ definition, score }) => {
        const { path, facts } = corpus.fileById(definition.file)!;
        return { ...definition.symbol, path, language: facts.language, score };
      })
      .sort((a, b) => b.score - a.score || compare(a.path, b.path) || a.startLine - b.startLine);
    run.note({ results: matches.length });
    const structured = corpus.counts().symbols + corpus.symbols.documents.size() > 0;
    const first = matches.slice(0, limit);
    const allowed = await allowedPaths(first.map(({ path }) => path), snapshot, options);
    return {
      matches: first.filter(({ path }) => allowed.has(path)),
      total: matches.length,
      steps: structured ? [] : [{ step: 'structure', status: 'note', detail: 'no file of this workspace has parsed structure' }],
    };
  });
}

/** One file as it is now, by the caller's path to it. */
export async function openFile(parts: StructureParts, request: AnalyzeFileRequest, options: CallOptions, run: Run) {
  const settings = parts.settingsFor(request.settings);
  const filePath = checkText('filePath', request.filePath)?.trim();
  if (!filePath) throw createError('VALUE_INVALID', { name: 'filePath', reason: 'it is empty' });
  const snapshot = await run.stage('source', () => parts.workspaces.snapshot(request, options, settings));
  const path = toSnapshotPath(snapshot, filePath, request.root);
  if (!(await allowedPaths([path], snapshot, options)).has(path)) throw createError('PATH_NOT_ALLOWED', { path });
  const { analysis_timeout: timeoutMs } = settings.ast_analysis;
  const file = await run.stage('analyze', () => factsOf(parts.analysis, snapshot, path, { ...options, timeoutMs }));
  run.cache('ast', file.cached);
  return file;
}

function referencesOf({ references, symbols }: FileFacts): ReferenceFact[] {
  const found: ReferenceFact[] = [];
  forEachReference(references, ({ symbol, ...reference }) => {
    found.push({ ...reference, inSymbol: symbols[symbol]?.qualifiedName ?? '' });
  });
  return found;
}

function checkName(name: unknown): string {
  const text = typeof name === 'string' ? name.trim() : '';
  if (text === '') throw createError('VALUE_INVALID', { name: 'name', reason: 'it is empty' });
  if (text.length > LIMITS.symbolNameMaxChars) {
    throw createError('VALUE_INVALID', { name: 'name', reason: `it has more than ${LIMITS.symbolNameMaxChars} characters` });
  }
  return text;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
