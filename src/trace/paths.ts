/** Reported places to plain paths, and which of them belong to libraries and runtimes. */

/** What bundlers and dev servers put in front of a path; the rest of a URL is its path. */
const SCHEMES = /^(?:webpack-internal:\/{2,3}|webpack:\/\/[^/]{0,200}\/|turbopack:\/\/[^/]{0,200}\/|rollup:\/\/\/?|vite:\/\/\/?|ng:\/\/\/?|file:\/\/|[a-z][a-z\d+.-]{1,30}:\/\/[^/]{0,300})/i;
const LAYER = /^\.?\/?\((?:[a-z][a-z-]{1,40})\)\//;

const LIBRARIES: readonly RegExp[] = [
  /(?:^|\/)node_modules\//,
  /(?:^|\/)\.(?:yarn|pnpm|cargo|rustup|gem|rbenv|rvm|nuget|m2|gradle|venv|tox)\//,
  /^(?:node|internal|bun|ext|deno|native|wasm|chrome-extension|moz-extension|resource|chrome):/,
  /^(?:node:)?internal\//,
  /\/(?:site|dist)-packages\//,
  /\/lib\/python\d[\d.]*\//,
  /^<(?:frozen|string|stdin|internal)/,
  /\/go\/(?:src\/(?:runtime|internal|net|os|reflect|testing|sync|time|bufio|encoding|io|database|context)\/|pkg\/mod\/)/,
  /@v\d+\.\d+\.\d+[^/]*\//,
  /^\/?rustc\//,
  /\/toolchains\/[^/]+\/lib\/rustlib\//,
  /(?:^|\/)(?:library\/(?:core|std|alloc))\/src\//,
  /\/gems\/[^/]+-\d[^/]*\//,
  /\/lib\/ruby\/(?:\d|gems|site_ruby|vendor_ruby)/,
  /(?:^|\/)vendor\/(?:bundle\/)?[^/]+\/[^/]+\//,
  /^phar:/,
];

export interface CleanPath {
  /** With `/` between its parts, without scheme, host, query, drive letter, `.` and `..`. */
  readonly parts: readonly string[];
  readonly library: boolean;
  /** Came from a web server or a bundler: the first folders are no folders of a disk. */
  readonly url: boolean;
}

export function cleanPath(reported: string): CleanPath {
  const scheme = SCHEMES.exec(reported);
  let path = scheme ? reported.slice(scheme[0].length) : reported;
  if (scheme) path = decode(path.replace(/[?#].*$/, '')).replace(LAYER, '');
  else path = path.replace(/\?[\w=&.-]{1,100}$/, '');
  path = path.replace(/\\/g, '/').replace(/^\/?[A-Za-z]:\//, '/').replace(/^\/?@fs\//, '/').replace(/^\[project\]\//, '');
  const library = LIBRARIES.some((pattern) => pattern.test(path) || pattern.test(reported));
  return { parts: normalise(path), library, url: scheme !== null && !scheme[0].startsWith('file:') };
}

/** Name of the package below the last `node_modules`, and the path inside it. */
export function packageOf(parts: readonly string[]): { name: string; rest: readonly string[] } | undefined {
  const at = parts.lastIndexOf('node_modules');
  const first = parts[at + 1];
  if (at < 0 || first === undefined) return undefined;
  const width = first.startsWith('@') ? 2 : 1;
  return { name: parts.slice(at + 1, at + 1 + width).join('/'), rest: parts.slice(at + 1 + width) };
}

function normalise(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
