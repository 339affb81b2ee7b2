/**
 * Reported paths to files of the workspace. The program ran elsewhere (a container, a build server, a
 * release folder), so only the end of a path says which file it is. What comes before a file that fits
 * with several folders is taken as the place where the workspace lay, and decides in doubt for the others.
 */
import type { FileFacts } from '../kernel';
import { cleanPath, packageOf, type CleanPath } from './paths';
import type { TraceFrame } from './types';

export interface TraceFile {
  readonly path: string;
  readonly facts: FileFacts;
}

export interface LocatedFrame {
  readonly frame: TraceFrame;
  readonly path?: string;
  readonly line?: number;
  /** Code of the workspace, not of a library that it uses. */
  readonly own: boolean;
  readonly confidence: number;
}

export interface Locator {
  /** Each frame with its file; they vote together on where the workspace lay. */
  locate(frames: readonly TraceFrame[]): LocatedFrame[];
}

interface Fit {
  readonly file: TraceFile;
  /** Folders and name that agree, counted from the end. */
  readonly matched: number;
  /** Where the workspace would lie; undefined when the file's own folders do not agree. */
  readonly prefix: string | undefined;
  readonly strength: number;
  /** The file has the line that the frame names. */
  readonly hasLine: boolean;
  /** The function that the frame names stands around the line. */
  readonly agrees: boolean;
}

/** Folders in which images and build services keep the code. */
const USUAL_PREFIXES =
  /^(?:app|code|src|srv|workspace|workspaces\/[^/]+|usr\/src\/app|usr\/src|opt\/[^/]+|srv\/[^/]+|var\/www(?:\/[^/]+)?|var\/task|home\/[^/]+\/(?:app|[^/]+)|home\/runner\/[^/]+\/[^/]+\/[^/]+|github\/workspace|builds\/[^/]+\/[^/]+|build\/source|go\/src\/(?:[^/]+\/){0,3}[^/]+|_)$/;
/** Confidence by how much of the path agrees. */
const WHOLE = 1;
const SOME_FOLDERS = 0.8;
const NAME_AND_FUNCTION = 0.6;
const NAME_ONLY = 0.3;
const LINE_BEYOND_END = 0.5;

export function createLocator(files: Iterable<TraceFile>, root = ''): Locator {
  const byName = new Map<string, TraceFile[]>();
  const packages = new Map<string, string>();
  for (const file of files) {
    const key = nameOf(file.path).toLowerCase();
    const known = byName.get(key);
    if (known) known.push(file);
    else byName.set(key, [file]);
    const { project } = file.facts;
    if (project?.kind === 'package' && project.name !== '') packages.set(project.name, file.path.slice(0, -nameOf(file.path).length));
  }
  const rootPrefix = cleanPath(root).parts.join('/');

  function fitsOf(frame: TraceFrame, clean: CleanPath): Fit[] {
    const { parts } = clean;
    const name = parts[parts.length - 1];
    if (name === undefined) return [];
    const hinted = frame.folder === undefined || parts.length > 1 ? parts : [...split(frame.folder), name];
    return (byName.get(name.toLowerCase()) ?? []).map((file) => fitOf(file, frame, hinted));
  }

  function fitOf(file: TraceFile, frame: TraceFrame, parts: readonly string[]): Fit {
    const own = split(file.path);
    let matched = 0;
    while (matched < own.length && matched < parts.length && same(own[own.length - 1 - matched]!, parts[parts.length - 1 - matched]!)) matched += 1;
    const wholeFile = matched === own.length;
    const bare = parts.length === 1;
    const fromModule = frame.folder !== undefined && file.facts.module !== '' && file.facts.module === frame.folder.replace(/\//g, '.');
    const whole = wholeFile || matched === parts.length || fromModule;
    const agrees = runsIn(file.facts, frame);
    return {
      file,
      matched,
      prefix: wholeFile ? parts.slice(0, parts.length - matched).join('/') : undefined,
      strength: strengthOf({ whole, certain: bare || fromModule, matched, agrees }),
      hasLine: frame.line === undefined || frame.line <= file.facts.lineCount,
      agrees,
    };
  }

  function locate(frames: readonly TraceFrame[]): LocatedFrame[] {
    const read = frames.map((frame) => ({ frame, clean: cleanPath(frame.path) }));
    const fits = read.map(({ frame, clean }) => (clean.library ? [] : fitsOf(frame, clean)));
    const votes = countVotes(fits);
    return read.map(({ frame, clean }, index) => (clean.library ? locatePackage(frame, clean) : choose(frame, fits[index]!, votes)));
  }

  /** A package of the workspace itself may be reached through `node_modules`. */
  function locatePackage(frame: TraceFrame, clean: CleanPath): LocatedFrame {
    const found = packageOf(clean.parts);
    const folder = found && packages.get(found.name);
    const path = folder === undefined ? undefined : `${folder}${found!.rest.join('/')}`;
    const file = path === undefined ? undefined : byName.get(nameOf(path).toLowerCase())?.find((each) => each.path === path);
    return file ? { frame, path: file.path, ...lineOf(frame), own: true, confidence: WHOLE } : { frame, own: false, confidence: 0 };
  }

  function countVotes(fits: readonly (readonly Fit[])[]): Map<string, number> {
    const votes = new Map<string, number>(rootPrefix === '' ? [] : [[rootPrefix, 1_000]]);
    for (const each of fits) {
      for (const { prefix, matched } of each) {
        if (prefix !== undefined && matched > 1) votes.set(prefix, (votes.get(prefix) ?? 0) + (matched - 1) / each.length);
      }
    }
    return votes;
  }

  function choose(frame: TraceFrame, fits: readonly Fit[], votes: ReadonlyMap<string, number>): LocatedFrame {
    const ranked = fits
      .map((fit) => ({ ...fit, votes: fit.prefix === undefined ? 0 : (votes.get(fit.prefix) ?? 0) }))
      .map((fit) => ({ ...fit, confidence: confidenceOf(fit, votes) }))
      .filter(({ confidence, strength }) => confidence > 0 && (strength > NAME_ONLY || confidence > NAME_ONLY))
      .sort((a, b) => compareFits(a, b) || (a.file.path < b.file.path ? -1 : 1));
    const [best] = ranked;
    if (!best) return { frame, own: false, confidence: 0 };
    const equal = ranked.filter((fit) => compareFits(fit, best) === 0).length;
    return { frame, path: best.file.path, ...lineOf(frame), own: true, confidence: Math.round((best.confidence / equal) * 1000) / 1000 };
  }

  return { locate };
}

type RankedFit = Fit & { readonly votes: number; readonly confidence: number };

const compareFits = (a: RankedFit, b: RankedFit): number =>
  b.confidence - a.confidence || b.votes - a.votes || b.matched - a.matched || Number(b.agrees) - Number(a.agrees);

function strengthOf(fit: { whole: boolean; certain: boolean; matched: number; agrees: boolean }): number {
  if (fit.whole && (fit.certain || fit.matched > 1)) return WHOLE;
  if (fit.matched > 1 || (fit.whole && fit.agrees)) return SOME_FOLDERS;
  return fit.whole || fit.agrees ? NAME_AND_FUNCTION : NAME_ONLY;
}

/** 0..1 from the agreement of paths, raised when the rest of the path is a place where workspaces lie. */
function confidenceOf(fit: Fit & { readonly votes: number }, votes: ReadonlyMap<string, number>): number {
  const { prefix, strength, matched } = fit;
  const known = prefix !== undefined && (prefix === '' || fit.votes > 0 || USUAL_PREFIXES.test(prefix));
  // A name alone, in a place other than the one that the other frames agree on: some other file.
  const elsewhere = !known && strength < WHOLE && matched === 1 && votes.size > 0 && !fit.agrees;
  if (elsewhere) return 0;
  return (known ? WHOLE : strength) * (fit.hasLine ? 1 : LINE_BEYOND_END);
}

/** Whether the function that the frame names stands around its line. */
function runsIn(facts: FileFacts, frame: TraceFrame): boolean {
  const { line } = frame;
  const name = frame.function.split(/[^\p{L}\p{N}_$]+/u).filter((part) => part !== '').pop();
  if (line === undefined || name === undefined) return false;
  return facts.symbols.some((symbol) => symbol.name === name && symbol.startLine <= line && symbol.endLine >= line);
}

const lineOf = ({ line }: TraceFrame): { line?: number } => (line === undefined ? {} : { line });
const split = (path: string): string[] => path.split('/').filter((part) => part !== '');
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();
