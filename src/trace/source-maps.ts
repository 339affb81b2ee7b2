/** Positions in built files to positions in their sources, through maps beside the files or inside them. */
import { AnyMap, GREATEST_LOWER_BOUND, LEAST_UPPER_BOUND, originalPositionFor, type TraceMap } from '@jridgewell/trace-mapping';
import { cleanPath } from './paths';

export interface MappedPlace {
  /** As the map names it, resolved against the map's own path. */
  readonly source: string;
  readonly line: number;
  readonly column: number;
  readonly name?: string;
  /** The built file, as a path of the workspace. */
  readonly built: string;
}

export interface SourceMaps {
  /** `line` and `column` are 1-based; without a column the first position of the line that has a source is taken. */
  map(reported: string, line: number, column?: number): Promise<MappedPlace | undefined>;
}

interface LoadedMap {
  readonly built: string;
  readonly map: TraceMap;
}

/** Folders that builds write to, from which servers hand out files under other paths. */
const OUTPUTS = ['dist', 'build', 'out', 'public', 'dist/client', 'dist/public', 'build/static', 'static', 'www', '.next', '.output/public'];
const CANDIDATES_MAX = 40;
const MAPS_MAX = 50;
const MAP_MARK = 'sourceMappingURL=';
/** The decoder takes other characters for numbers. */
const MAPPINGS = /^[A-Za-z\d+/,;]*$/;
const BUILT = /\.(?:[mc]?jsx?|bundle)$/;

/** `readText` gives a file of the workspace by path, ignored ones too, or undefined; it is asked once per path. */
export function createSourceMaps(readText: (path: string) => Promise<string | undefined>): SourceMaps {
  const loaded = new Map<string, Promise<LoadedMap | undefined>>();

  async function load(reported: string): Promise<LoadedMap | undefined> {
    for (const built of builtCandidates(reported)) {
      const map = (await readMap(`${built}.map`)) ?? (await readMapOf(built));
      if (map) return { built, map };
    }
    return undefined;
  }

  async function readMap(path: string): Promise<TraceMap | undefined> {
    const text = await readText(path);
    return text === undefined ? undefined : parseMap(text, path);
  }

  /** The map that the end of a built file names or holds. */
  async function readMapOf(built: string): Promise<TraceMap | undefined> {
    const text = await readText(built);
    const at = text?.lastIndexOf(MAP_MARK) ?? -1;
    if (text === undefined || at < 0) return undefined;
    const url = /^[^\s'"*]*/.exec(text.slice(at + MAP_MARK.length))![0];
    const inline = /^data:application\/json;(?:charset=[\w-]{1,20};)?base64,/.exec(url);
    if (inline) return parseMap(Buffer.from(url.slice(inline[0].length), 'base64').toString('utf8'), built);
    if (url === '' || /^[a-z]+:/i.test(url)) return undefined;
    const path = cleanPath(`${built.slice(0, built.lastIndexOf('/') + 1)}${url}`).parts.join('/');
    return path === `${built}.map` ? undefined : readMap(path);
  }

  return {
    async map(reported, line, column) {
      let found = loaded.get(reported);
      if (!found) {
        if (loaded.size >= MAPS_MAX) return undefined;
        loaded.set(reported, (found = load(reported)));
      }
      const known = await found;
      return known && lookUp(known, line, column);
    },
  };
}

function lookUp({ built, map }: LoadedMap, line: number, column: number | undefined): MappedPlace | undefined {
  const bias = column === undefined ? LEAST_UPPER_BOUND : GREATEST_LOWER_BOUND;
  const found = safely(() => originalPositionFor(map, { line, column: Math.max(0, (column ?? 1) - 1), bias }));
  // Without a name a source is resolved to the folder of the map.
  if (!found || found.source === null || found.source === '' || found.source.endsWith('/')) return undefined;
  return { source: found.source, line: found.line, column: found.column + 1, built, ...(found.name === null ? {} : { name: found.name }) };
}

/** Paths below the root that the built file may have, the most telling first. */
function builtCandidates(reported: string): string[] {
  const { parts, library } = cleanPath(reported);
  const name = parts[parts.length - 1];
  if (library || name === undefined || !BUILT.test(name)) return [];
  const found: string[] = [];
  for (let from = 0; from < parts.length && found.length < CANDIDATES_MAX; from += 1) {
    const suffix = parts.slice(from).join('/').replace(/^_next\//, '.next/');
    found.push(suffix, ...OUTPUTS.filter((folder) => parts.length - from <= 3 && !suffix.startsWith(`${folder}/`)).map((folder) => `${folder}/${suffix}`));
  }
  return found.slice(0, CANDIDATES_MAX);
}

function parseMap(text: string, path: string): TraceMap | undefined {
  // Some servers guard JSON by a first line that is no JSON.
  const json = text.startsWith(')]}') ? text.slice(text.indexOf('\n') + 1) : text;
  return safely(() => {
    const map = JSON.parse(json) as { readonly mappings?: unknown; readonly sections?: unknown };
    const readable = typeof map.mappings === 'string' ? MAPPINGS.test(map.mappings) : Array.isArray(map.sections);
    if (!readable) return undefined;
    return new AnyMap(json, path);
  });
}

/** Maps come with the code and may hold anything; one that cannot be read is no map. */
function safely<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
