/**
 * The one table of languages: file endings, the parser and, for tree-sitter, grammar, query and
 * rules. Languages without a parser still get line chunks and word search.
 */
import type { FileContent } from '../kernel';
import type { DocumentEntry } from './documents';
import type { GrammarEntry } from './treesitter/facts';
import bashQuery from './treesitter/queries/bash.scm';
import cQuery from './treesitter/queries/c.scm';
import cppQuery from './treesitter/queries/cpp.scm';
import csharpQuery from './treesitter/queries/csharp.scm';
import goQuery from './treesitter/queries/go.scm';
import javaQuery from './treesitter/queries/java.scm';
import kotlinQuery from './treesitter/queries/kotlin.scm';
import phpQuery from './treesitter/queries/php.scm';
import pythonQuery from './treesitter/queries/python.scm';
import rubyQuery from './treesitter/queries/ruby.scm';
import rustQuery from './treesitter/queries/rust.scm';
import scalaQuery from './treesitter/queries/scala.scm';
import swiftQuery from './treesitter/queries/swift.scm';
import { BASH } from './treesitter/rules/bash';
import { C } from './treesitter/rules/c';
import { CPP } from './treesitter/rules/cpp';
import { CSHARP } from './treesitter/rules/csharp';
import { GO } from './treesitter/rules/go';
import { JAVA } from './treesitter/rules/java';
import { KOTLIN } from './treesitter/rules/kotlin';
import { PHP } from './treesitter/rules/php';
import { PYTHON } from './treesitter/rules/python';
import { RUBY } from './treesitter/rules/ruby';
import { RUST } from './treesitter/rules/rust';
import { SCALA } from './treesitter/rules/scala';
import { SWIFT } from './treesitter/rules/swift';

export interface LanguageEntry {
  readonly language: string;
  readonly extensions: readonly string[];
  /** Whole file names, in lower case. */
  readonly names?: readonly string[];
  /** Prose and data: worth searching, but code is what a reader usually wants. */
  readonly document?: boolean;
  readonly treeSitter?: GrammarEntry;
  /** Holds scripts of the TypeScript family between markup. */
  readonly component?: boolean;
  readonly structured?: DocumentEntry;
}

const code = (language: string, extensions: string, names = ''): LanguageEntry => ({
  language, extensions: words(extensions), names: words(names),
});
const document = (language: string, extensions: string): LanguageEntry => ({
  language, extensions: words(extensions), document: true,
});
const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

export const LANGUAGES: readonly LanguageEntry[] = [
  code('typescript', 'ts mts cts'),
  code('tsx', 'tsx'),
  code('javascript', 'js mjs cjs'),
  code('jsx', 'jsx'),
  { ...code('python', 'py pyi'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-python.wasm'), query: pythonQuery, rules: PYTHON } },
  { ...code('go', 'go'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-go.wasm'), query: goQuery, rules: GO } },
  { ...code('java', 'java'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-java.wasm'), query: javaQuery, rules: JAVA } },
  { ...code('csharp', 'cs'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-c_sharp.wasm'), query: csharpQuery, rules: CSHARP } },
  { ...code('rust', 'rs'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-rust.wasm'), query: rustQuery, rules: RUST } },
  { ...code('c', 'c h'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-c.wasm'), query: cQuery, rules: C, family: 'c' } },
  // C++ reads what C has by C's own query, after its own: the first pattern counts.
  { ...code('cpp', 'cc cpp cxx hpp hh hxx ipp'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-cpp.wasm'), query: cppQuery + cQuery, rules: CPP, family: 'c' } },
  { ...code('php', 'php'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-php.wasm'), query: phpQuery, rules: PHP } },
  { ...code('ruby', 'rb rake gemspec', 'gemfile rakefile'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-ruby.wasm'), query: rubyQuery, rules: RUBY } },
  { ...code('kotlin', 'kt kts'), treeSitter: { grammar: () => require.resolve('@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm'), query: kotlinQuery, rules: KOTLIN } },
  { ...code('swift', 'swift'), treeSitter: { grammar: () => require.resolve('tree-sitter-wasms/out/tree-sitter-swift.wasm'), query: swiftQuery, rules: SWIFT } },
  { ...code('scala', 'scala sc'), treeSitter: { grammar: () => require.resolve('tree-sitter-scala/tree-sitter-scala.wasm'), query: scalaQuery, rules: SCALA } },
  { ...code('bash', 'sh bash zsh bats'), treeSitter: { grammar: () => require.resolve('tree-sitter-bash/tree-sitter-bash.wasm'), query: bashQuery, rules: BASH } },
  { ...code('vue', 'vue'), component: true },
  { ...code('svelte', 'svelte'), component: true },
  { ...code('sql', 'sql'), structured: { load: async () => (await import('./documents/sql')).outlineSql } },
  { ...document('json', 'json jsonc'), structured: { package: 'jsonc-parser', load: async () => (await import('./documents/json')).outlineJson } },
  { ...document('yaml', 'yaml yml'), structured: { package: 'yaml', load: async () => (await import('./documents/yaml')).outlineYaml } },
  { ...document('markdown', 'md mdx'), structured: { package: 'mdast-util-from-markdown', load: async () => (await import('./documents/markdown')).outlineMarkdown } },
  { ...document('html', 'html htm'), structured: { package: 'parse5', load: async () => (await import('./documents/html')).outlineHtml } },
  { ...document('css', 'css'), structured: { package: 'css-tree', load: async () => (await import('./documents/css')).outlineCss } },
  document('scss', 'scss'),
  document('less', 'less'),
  document('toml', 'toml'),
  document('xml', 'xml'),
  document('ini', 'ini'),
  document('restructuredtext', 'rst'),
  document('text', ''),
  code('astro', 'astro'), code('lua', 'lua'), code('dart', 'dart'), code('elixir', 'ex exs'), code('erlang', 'erl'),
  code('haskell', 'hs'), code('ocaml', 'ml'), code('perl', 'pl'), code('r', 'r'), code('julia', 'jl'), code('zig', 'zig'),
  code('graphql', 'graphql'), code('protobuf', 'proto'), code('terraform', 'tf'), code('groovy', 'gradle groovy', 'jenkinsfile'),
  code('dockerfile', '', 'dockerfile'), code('makefile', '', 'makefile'),
];

// Maps: a file may be called `x.constructor`, which any plain object knows.
const BY_LANGUAGE = new Map(LANGUAGES.map((entry) => [entry.language, entry]));
const BY_EXTENSION = new Map(LANGUAGES.flatMap(({ language, extensions }) => extensions.map((one) => [one, language])));
const BY_NAME = new Map(LANGUAGES.flatMap(({ language, names = [] }) => names.map((one) => [one, language])));

/** Languages whose structure `parseTypeScript` reads. */
const TYPESCRIPT_FAMILY = new Set(['typescript', 'tsx', 'javascript', 'jsx']);

export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return BY_NAME.get(name) ?? (dot >= 0 ? BY_EXTENSION.get(name.slice(dot + 1)) : undefined) ?? 'text';
}

/** What only C++ has, at the start of a line. */
const CPP_ONLY = /^[ \t]*(?:class\s+\w[^;]*\{|namespace\b|template\s*<|using\s+\w|public:|private:|protected:|virtual\s)/m;

/** `.h` is the ending of C and of C++: what it holds decides. */
export function languageOfContent({ path, text }: Pick<FileContent, 'path' | 'text'>): string {
  const language = languageOf(path);
  return language === 'c' && /\.h$/i.test(path) && CPP_ONLY.test(text) ? 'cpp' : language;
}

export const entryOf = (language: string): LanguageEntry | undefined => BY_LANGUAGE.get(language);

export const isTypeScriptFamily = (language: string): boolean => TYPESCRIPT_FAMILY.has(language);

export const isDocument = (language: string): boolean => BY_LANGUAGE.get(language)?.document ?? false;
