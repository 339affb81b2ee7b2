/** Exact answers from structure: one file's facts, definitions by name, what surrounds a line. */
import type {
  AnalyzeFileRequest,
  CallOptions,
  FileAnalysis,
  FileFacts,
  FindSymbolAnswer,
  FindSymbolRequest,
  RequestBase,
  StructuralContext,
  StructuralContextRequest,
  SymbolFact,
} from '../kernel';
import { createError, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { findDefinitions } from '../graph';
import { splitLines } from '../parse';
import { toSnapshotPath } from '../source';
import { allowedPaths } from './access';
import { factsOf, type AnalysisParts } from './analysis';
import { checkChoice, checkText, checkWhole } from './input';
import { recordRun, type Run, type RunParts } from './run';
import type { Workspaces } from './workspaces';

export interface StructureParts extends RunParts {
  readonly analysis: AnalysisParts;
  readonly workspaces: Workspaces;
  readonly settingsFor: (overrides: RequestBase['settings']) => Settings;
}

/** Lines shown around a line that no symbol encloses, or of a symbol that is long. */
const NEARBY_LINES = 20;
const CODE_LINES_MAX = 120;

export function analyzeFile(parts: StructureParts, request: AnalyzeFileRequest, options: CallOptions): Promise<FileAnalysis> {
  return recordRun(parts, 'analyzeFile', request.caller, async (run) => {
    const { facts, size, cached } = await openFile(parts, request, options, run);
    return { ...facts, size, cached };
  });
}

export function structuralContext(
  parts: StructureParts,
  request: StructuralContextRequest,
  options: CallOptions,
): Promise<StructuralContext> {
  return recordRun(parts, 'structuralContext', request.caller, async (run) => {
    const { facts, text } = await openFile(parts, request, options, run);
    const line = checkWhole('line', request.line, 1, Math.max(1, facts.lineCount));
    const chain = enclosingChain(facts, line);
    const innermost = chain[chain.length - 1];
    return {
      path: facts.path,
      line,
      language: facts.language,
      structure: facts.structure,
      hash: facts.hash,
      enclosing: chain.map((index) => facts.symbols[index]!),
      siblings: siblingsOf(facts, innermost),
      imports: facts.imports,
      code: codeAround(text, line, innermost === undefined ? undefined : facts.symbols[innermost]),
    };
  });
}

export function findSymbol(parts: StructureParts, request: FindSymbolRequest, options: CallOptions): Promise<FindSymbolAnswer> {
  return recordRun(parts, 'findSymbol', request.caller, async (run) => {
    const name = checkName(request.name);
    const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault);
    const settings = parts.settingsFor(request.settings);
    const match = checkChoice('match', request.match, ['exact', 'fuzzy'] as const, 'fuzzy');
    const { corpus, snapshot } = await run.stage('sync', () => parts.workspaces.ready(request, options, settings, 'check'));
    const found = await run.stage('find', () => findDefinitions(corpus.symbols, name, match));
    const matches = found
      .map(({ definition, score }) => {
        const { path, facts } = corpus.fileById(definition.file)!;
        return { ...definition.symbol, path, language: facts.language, score };
      })
      .sort((a, b) => b.score - a.score || compare(a.path, b.path) || a.startLine - b.startLine);
    run.note({ results: matches.length });
    const structured = corpus.counts().symbols > 0;
    const first = matches.slice(0, limit);
    const allowed = await allowedPaths(first.map(({ path }) => path), snapshot, options);
    return {
      matches: first.filter(({ path }) => allowed.has(path)),
      total: matches.length,
      steps: structured ? [] : [{ step: 'structure', status: 'note', detail: 'no file of this workspace has parsed structure' }],
    };
  });
}

async function openFile(parts: StructureParts, request: AnalyzeFileRequest, options: CallOptions, run: Run) {
  const settings = parts.settingsFor(request.settings);
  const filePath = checkText('filePath', request.filePath)?.trim();
  if (!filePath) throw createError('VALUE_INVALID', { name: 'filePath', reason: 'it is empty' });
  const snapshot = await run.stage('source', () => parts.workspaces.snapshot(request, options, settings));
  const path = toSnapshotPath(snapshot, filePath, request.root);
  if (!(await allowedPaths([path], snapshot, options)).has(path)) throw createError('PATH_NOT_ALLOWED', { path });
  const { analysis_timeout: timeoutMs } = settings.ast_analysis;
  const file = await run.stage('analyze', () => factsOf(parts.analysis, snapshot, path, { ...options, timeoutMs }));
  run.cache(file.cached);
  return file;
}

/** Indexes of the symbols around the line, outermost first. */
function enclosingChain(facts: FileFacts, line: number): number[] {
  return facts.symbols.flatMap((symbol, index) => (symbol.startLine <= line && symbol.endLine >= line ? [index] : []));
}

function siblingsOf(facts: FileFacts, innermost: number | undefined): SymbolFact[] {
  const parent = innermost === undefined ? -1 : facts.symbols[innermost]!.parent;
  return facts.symbols.filter((symbol, index) => symbol.parent === parent && index !== innermost);
}

function codeAround(text: string, line: number, symbol: SymbolFact | undefined): StructuralContext['code'] {
  const lines = splitLines(text);
  const whole = symbol && symbol.endLine - symbol.startLine < CODE_LINES_MAX;
  const startLine = whole ? symbol.startLine : Math.max(symbol?.startLine ?? 1, line - NEARBY_LINES);
  const endLine = whole ? symbol.endLine : Math.min(symbol?.endLine ?? lines.length, line + NEARBY_LINES);
  return { startLine, endLine, text: lines.slice(startLine - 1, endLine).join('\n') };
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
