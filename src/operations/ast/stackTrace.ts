/** Resolve Stack Trace: from a text with traces to the code behind each frame, own code first. */
import type { CallOptions, ResolvedFrame, ResolveStackTraceRequest, StackTraceAnswer, Step, StructuralContext } from '../../kernel';
import { createError, LIMITS, toEngineError } from '../../kernel';
import { openSource, type Snapshot } from '../../source';
import { createLocator, createSourceMaps, scanTraces, TRACE_LIMITS, type LocatedFrame, type ParsedTrace, type SourceMaps, type TraceFrame } from '../../trace';
import { allowedPaths } from '../access';
import { checkText, checkWhole } from '../input';
import { recordRun } from '../run';
import type { StructureParts } from '../structure';
import { structuralContext } from './context';
import { openView } from './open';

/** Own frames whose code is shown. */
const CONTEXTS_MAX = 20;
/** Built files and maps are larger than sources; these are read beyond the settings' limit. */
const MAP_BYTES_MAX = 32 * 1024 * 1024;
const MAPPED_LANGUAGES = new Set(['javascript', 'typescript']);

interface PlacedFrame extends LocatedFrame {
  readonly trace: number;
  readonly index: number;
  /** As the trace has it; `frame` is what the source map made of it. */
  readonly reported: TraceFrame;
  readonly sourceMapped: boolean;
}

export function resolveStackTrace(parts: StructureParts, request: ResolveStackTraceRequest, options: CallOptions): Promise<StackTraceAnswer> {
  return recordRun(parts, 'resolveStackTrace', request, async (run) => {
    const text = checkText('trace', request.trace);
    if (text === undefined) throw createError('VALUE_INVALID', { name: 'trace', reason: 'it is empty', fix: 'Give the text of an error with its stack, or the part of a log that holds it.' });
    const limit = checkWhole('limit', request.limit, 1, LIMITS.resultsMax, LIMITS.resultsDefault * 2);
    const scanned = await run.stage('parse', () => scanTraces(text));
    const { traces } = scanned;
    const steps: Step[] = [];
    if (scanned.cut) steps.push({ step: 'parse', status: 'note', detail: `the text is long: its first ${TRACE_LIMITS.textChars} characters were read` });
    if (traces.length === 0) steps.push({ step: 'parse', status: 'note', detail: 'no stack trace of a known form was found in the text' });
    const { view, workspace } = await openView(parts, request, options, run);
    const { snapshot } = workspace;
    const placed = await run.stage('locate', () =>
      placeFrames(traces, createLocator(view.files, snapshot.origin.folder), createSourceMaps((path) => readBuilt(snapshot, path, options))),
    );
    const chosen = [...placed.filter(({ own }) => own), ...placed.filter(({ own }) => !own)].slice(0, Math.min(limit, TRACE_LIMITS.frames));
    const frames = await run.stage('context', () => describeFrames(parts, request, options, chosen, steps));
    if (placed.length > frames.length) steps.push({ step: 'frames', status: 'note', detail: `${frames.length} of ${placed.length} frames are listed` });
    run.note({ results: frames.length });
    return {
      language: traces[0]?.language ?? '',
      error: traces[0]?.error ?? '',
      errors: traces.slice(0, LIMITS.resultsMax).map(({ language, error, relation, frames: all }) => ({ language, error, relation, frames: all.length })),
      frames,
      unparsedLines: scanned.unparsedLines,
      steps,
    };
  });
}

/** A frame of a built file is looked for at its source first, then as it was reported. */
async function placeFrames(traces: readonly ParsedTrace[], locator: ReturnType<typeof createLocator>, maps: SourceMaps): Promise<PlacedFrame[]> {
  const all = traces.flatMap(({ frames, language }, trace) => frames.map((frame, index) => ({ frame, index, trace, language })));
  const mapped: (TraceFrame | undefined)[] = [];
  for (const { frame, language } of all) mapped.push(MAPPED_LANGUAGES.has(language) ? await mapFrame(frame, maps) : undefined);
  const plain = locator.locate(all.map(({ frame }) => frame));
  const sources = locator.locate(all.map(({ frame }, at) => mapped[at] ?? frame));
  return all.map(({ frame, index, trace }, at) => {
    const source = mapped[at] && (sources[at]!.path !== undefined || plain[at]!.path === undefined) ? sources[at]! : undefined;
    return { ...(source ?? plain[at]!), reported: frame, index, trace, sourceMapped: source !== undefined };
  });
}

async function mapFrame(frame: TraceFrame, maps: SourceMaps): Promise<TraceFrame | undefined> {
  if (frame.path === '' || frame.line === undefined) return undefined;
  const place = await maps.map(frame.path, frame.line, frame.column);
  return place && { ...frame, path: place.source, line: place.line, column: place.column };
}

/** A built file or a map, ignored ones too; undefined when it is not there or may not be read. */
async function readBuilt(snapshot: Snapshot, path: string, options: CallOptions): Promise<string | undefined> {
  if (options.signal?.aborted) throw createError('CANCELLED');
  if (!(await allowedPaths([path], snapshot, options)).has(path)) return undefined;
  const { folder } = snapshot.origin;
  try {
    const source = folder === undefined ? snapshot : openSource({ kind: 'directory', root: folder, maxFileBytes: MAP_BYTES_MAX });
    return (await source.read(path)).text;
  } catch (thrown) {
    if (toEngineError(thrown).code === 'INTERNAL') throw thrown;
    return undefined;
  }
}

async function describeFrames(
  parts: StructureParts,
  request: ResolveStackTraceRequest,
  options: CallOptions,
  frames: readonly PlacedFrame[],
  steps: Step[],
): Promise<ResolvedFrame[]> {
  const { trace: _, limit: __, ...base } = request;
  // The frames are one run, not many.
  const quiet: StructureParts = { ...parts, meter: { record: () => undefined } };
  const known = new Map<string, StructuralContext | undefined>();
  const described: ResolvedFrame[] = [];
  for (const frame of frames) {
    const { path, line } = frame;
    const key = `${path}:${line}`;
    if (path !== undefined && line !== undefined && !known.has(key) && known.size < CONTEXTS_MAX) {
      const facts = { ...base, filePath: path, line, related: known.size === 0 };
      known.set(key, await contextAt(quiet, facts, options, steps));
    }
    described.push(describe(frame, known.get(key)));
  }
  return described;
}

/** The code behind one frame; a file that has changed since the trace was made may not have the line. */
async function contextAt(
  parts: StructureParts,
  request: Parameters<typeof structuralContext>[1],
  options: CallOptions,
  steps: Step[],
): Promise<StructuralContext | undefined> {
  try {
    return await structuralContext(parts, request, options);
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'INTERNAL' || error.code === 'CANCELLED') throw error;
    steps.push({ step: 'context', status: 'note', detail: `${request.filePath}:${request.line}: ${error.message}` });
    return undefined;
  }
}

function describe({ frame, reported, trace, index, path, line, own, sourceMapped, confidence }: PlacedFrame, context: StructuralContext | undefined): ResolvedFrame {
  return {
    trace,
    index,
    raw: reported.raw,
    function: frame.function,
    reportedPath: reported.path,
    ...(reported.line === undefined ? {} : { reportedLine: reported.line }),
    ...(path === undefined ? {} : { path }),
    ...(path === undefined || line === undefined ? {} : { line }),
    own,
    sourceMapped,
    confidence,
    ...(context ? { context } : {}),
  };
}
