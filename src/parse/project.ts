/** Facts of the project files that decide how modules are found. */
import { parse as parseJsonc } from 'jsonc-parser';
import type { ProjectFacts } from '../kernel';

/** Facts if the path is a project file that can be read; whatever in it has a wrong shape is left out. */
export function projectFacts(path: string, text: string): ProjectFacts | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'go.mod') return goFacts(text);
  if (name === 'package.json') return packageFacts(asObject(parseJsonc(text)));
  if (/^(?:ts|js)config(?:\.[\w.-]+)?\.json$/.test(name)) return tsconfigFacts(asObject(parseJsonc(text)));
  return undefined;
}

type Json = Readonly<Record<string, unknown>>;

function goFacts(text: string): ProjectFacts | undefined {
  const module = /^\s*module\s+"?([^\s"]+)/m.exec(text)?.[1];
  return module ? { kind: 'go', module } : undefined;
}

function tsconfigFacts(config: Json): ProjectFacts {
  const options = asObject(config['compilerOptions']);
  const baseUrl = options['baseUrl'];
  const paths = Object.entries(asObject(options['paths'])).map(([pattern, targets]) => [pattern, texts(targets)] as const);
  return {
    kind: 'tsconfig',
    extends: texts(config['extends']),
    ...(typeof baseUrl === 'string' ? { baseUrl } : {}),
    paths: Object.fromEntries(paths),
  };
}

function packageFacts(manifest: Json): ProjectFacts {
  const { name, bin } = manifest;
  const bins = typeof bin === 'string' ? [bin] : Object.values(asObject(bin));
  return {
    kind: 'package',
    name: typeof name === 'string' ? name : '',
    entries: texts([manifest['main'], manifest['module'], manifest['types'] ?? manifest['typings']]),
    exports: subpaths(manifest['exports'], '.'),
    imports: subpaths(manifest['imports'], '#'),
    bin: texts(bins),
    ...(manifest['private'] === true ? { private: true } : {}),
    ...mentionsOf(manifest),
  };
}

const CODE_FILE = /(?<![\w@./-])(?:\.{0,2}\/)?[\w@-][\w@./-]*\.[cm]?[jt]sx?(?![\w.])/g;
const MENTIONS_MAX = 500;
const TEXT_MAX_CHARS = 2_000;

/** Code files named anywhere in it: in scripts, lists of plugins, setups of tools. */
function mentionsOf(manifest: Json): { mentions?: string[] } {
  const found = new Set<string>();
  const visit = (value: unknown, depth: number): void => {
    if (found.size >= MENTIONS_MAX || depth > 8) return;
    if (typeof value === 'string') for (const path of value.slice(0, TEXT_MAX_CHARS).match(CODE_FILE) ?? []) found.add(path);
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) visit(inner, depth + 1);
  };
  for (const [key, value] of Object.entries(manifest)) if (!KNOWN.has(key)) visit(value, 0);
  return found.size > 0 ? { mentions: [...found] } : {};
}

/** Keys whose paths have a place of their own. */
const KNOWN = new Set(['bin', 'main', 'module', 'types', 'typings', 'exports', 'imports', 'dependencies', 'devDependencies']);

/** Subpath → targets, with nested conditions laid flat; a bare value belongs to the package itself. */
function subpaths(value: unknown, prefix: string): Record<string, string[]> {
  if (value === undefined) return {};
  const entries = Object.entries(asObject(value)).filter(([key]) => key.startsWith(prefix));
  if (entries.length === 0) return prefix === '.' ? { '.': targetsOf(value) } : {};
  return Object.fromEntries(entries.map(([key, target]) => [key, targetsOf(target)]));
}

function targetsOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null || depth > 8) return [];
  return Object.values(value).flatMap((inner) => targetsOf(inner, depth + 1));
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');
}

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}
