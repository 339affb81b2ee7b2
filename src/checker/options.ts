/** Compiler options that change what names mean, from a workspace's own tsconfig. */
import { ts } from 'ts-morph';

/** Nothing here names a file or a folder: where things are found is the resolver's work. */
const TAKEN = new Set([
  'allowSyntheticDefaultImports', 'checkJs', 'emitDecoratorMetadata', 'esModuleInterop', 'exactOptionalPropertyTypes',
  'experimentalDecorators', 'jsx', 'jsxFactory', 'jsxFragmentFactory', 'jsxImportSource', 'lib', 'noImplicitAny',
  'noImplicitThis', 'noUncheckedIndexedAccess', 'strict', 'strictBindCallApply', 'strictFunctionTypes',
  'strictNullChecks', 'strictPropertyInitialization', 'useDefineForClassFields', 'verbatimModuleSyntax',
]);

const EXTENDS_MAX = 10;

/** Reads a project file's text by its path in the workspace. */
export type ReadText = (path: string) => string | undefined;

/** `chain`: the tsconfig's text and those it extends, the most general last. */
export function compilerOptions(chain: readonly string[]): ts.CompilerOptions {
  const written: Record<string, unknown> = {};
  for (const text of [...chain].reverse()) {
    const { config } = ts.parseConfigFileTextToJson('/tsconfig.json', text) as { config?: { compilerOptions?: unknown } };
    const options = config?.compilerOptions;
    if (typeof options !== 'object' || options === null) continue;
    for (const [name, value] of Object.entries(options)) if (TAKEN.has(name)) written[name] = value;
  }
  return {
    strict: true,
    jsx: ts.JsxEmit.Preserve,
    ...ts.convertCompilerOptionsFromJson(written, '/').options,
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowJs: true,
    noEmit: true,
    skipLibCheck: true,
    // No package outside the workspace is looked for.
    types: [],
  };
}

/** The workspace's tsconfig that stands highest, and those that it extends, by path. */
export function configChain(configs: ReadonlyMap<string, { readonly extends: readonly string[] }>, join: (from: string, to: string) => string | undefined): string[] {
  const names = ['tsconfig.json', 'tsconfig.base.json', 'jsconfig.json'];
  const rank = (path: string): number => {
    const name = names.indexOf(path.slice(path.lastIndexOf('/') + 1));
    return path.split('/').length * 10 + (name < 0 ? names.length : name);
  };
  const [first] = [...configs.keys()].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const chain: string[] = [];
  const queue = first === undefined ? [] : [first];
  for (let path = queue.shift(); path !== undefined && chain.length < EXTENDS_MAX; path = queue.shift()) {
    if (chain.includes(path)) continue;
    chain.push(path);
    for (const parent of configs.get(path)!.extends) {
      const target = join(path, parent);
      const found = target && [target, `${target}.json`].find((each) => configs.has(each));
      if (found) queue.push(found);
    }
  }
  return chain;
}
