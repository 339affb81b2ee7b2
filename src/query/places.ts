/** Files and lines that a text names: paths, `file.ts:12`, `file.ts(12,5)`, GitHub's `#L12`, stack frames. */
export interface Place {
  readonly path: string;
  readonly line?: number;
  /** From a stack trace, in the order of the trace. */
  readonly frame: boolean;
}

const PLACES_MAX = 50;
/** A path-like word that ends in an extension, perhaps with a line. */
const PATH = /(?<![\w@])((?:[A-Za-z]:)?[\w@$~.\-/\\()[\]+]*[\w)\]]\.[A-Za-z][A-Za-z\d]{0,5})(?::(\d{1,7})|#L(\d{1,7})|\((\d{1,7})(?:,\d{1,7})?\))?/g;
const FRAME_LINE = /^\s*(?:at\s+\S|File ".*", line \d+|from \S+:\d+:in|#\d+\s|\S+\.go:\d+)/;
const PYTHON_FRAME = /File "([^"\n]{1,500})", line (\d{1,7})/;

export function findPlaces(text: string): Place[] {
  const places: Place[] = [];
  for (const line of text.split('\n')) {
    if (places.length >= PLACES_MAX) break;
    // Longer lines are data; matching paths in them costs much and finds nothing.
    if (line.length <= 2_000) places.push(...placesOfLine(line));
  }
  return places.slice(0, PLACES_MAX);
}

function placesOfLine(line: string): Place[] {
  const python = PYTHON_FRAME.exec(line);
  if (python) return [{ path: tidy(python[1]!), line: Number(python[2]), frame: true }];
  const frame = FRAME_LINE.test(line);
  return [...line.matchAll(PATH)]
    .filter(([whole, path]) => isFileName(path!, whole))
    .map(([, path, colon, anchor, bracket]) => {
      const at = colon ?? anchor ?? bracket;
      return { path: tidy(path!), ...(at ? { line: Number(at) } : {}), frame };
    });
}

/** `e.g`, `foo.bar` and host names are not files; a slash, a line or a known ending makes one. */
function isFileName(path: string, whole: string): boolean {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return KNOWN_ENDINGS.has(ending) && (path.length > ending.length + 1 || whole !== path);
}

const KNOWN_ENDINGS = new Set(
  `ts tsx mts cts js jsx mjs cjs vue svelte py pyi go java kt kts cs rs c h cc cpp cxx hpp php rb swift scala sh bash
  lua dart ex exs sql graphql proto json jsonc yaml yml toml xml md mdx rst html css scss less tf`.split(/\s+/),
);

function tidy(path: string): string {
  return path
    .slice(openBracket(path) + 1)
    .replace(/\\/g, '/')
    .replace(/^[A-Za-z]:/, '')
    .replace(/^(?:\.\/)+/, '')
    .replace(/^\/{2,}/, '/')
    .slice(0, 500);
}

/** `method(File.java` and `(src/app.ts` begin before the path; `app/(group)/page.tsx` closes what it opens. */
function openBracket(path: string): number {
  let closed = 0;
  for (let at = path.length - 1; at >= 0; at -= 1) {
    if (path[at] === ')') closed += 1;
    else if (path[at] === '(' && (closed -= 1) < 0) return at;
  }
  return -1;
}
