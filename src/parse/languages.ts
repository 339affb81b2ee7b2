/** Which language a path holds. Languages without a parser still get line chunks and word search. */
// Maps: a file may be called `x.constructor`, which any plain object knows.
const BY_EXTENSION = new Map(Object.entries({
  ts: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'tsx',
  js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'jsx',
  vue: 'vue', svelte: 'svelte', astro: 'astro',
  py: 'python', pyi: 'python', go: 'go', java: 'java', kt: 'kotlin', kts: 'kotlin',
  cs: 'csharp', rs: 'rust', c: 'c', h: 'c', cc: 'cpp', cpp: 'cpp', cxx: 'cpp', hpp: 'cpp', hh: 'cpp',
  php: 'php', rb: 'ruby', swift: 'swift', scala: 'scala', sh: 'bash', bash: 'bash', zsh: 'bash',
  lua: 'lua', dart: 'dart', ex: 'elixir', exs: 'elixir', erl: 'erlang', hs: 'haskell', ml: 'ocaml',
  pl: 'perl', r: 'r', jl: 'julia', zig: 'zig', sql: 'sql', graphql: 'graphql', proto: 'protobuf',
  json: 'json', jsonc: 'json', yaml: 'yaml', yml: 'yaml', toml: 'toml', xml: 'xml', ini: 'ini',
  md: 'markdown', mdx: 'markdown', rst: 'restructuredtext', html: 'html', htm: 'html',
  css: 'css', scss: 'scss', less: 'less', tf: 'terraform', gradle: 'groovy', groovy: 'groovy',
}));

const BY_NAME = new Map(Object.entries({
  dockerfile: 'dockerfile', makefile: 'makefile', jenkinsfile: 'groovy', gemfile: 'ruby', rakefile: 'ruby',
}));

/** Languages whose structure `parseTypeScript` reads. */
const TYPESCRIPT_FAMILY = new Set(['typescript', 'tsx', 'javascript', 'jsx']);

/** Prose and data: worth searching, but code is what a reader usually wants. */
const DOCUMENTS = new Set([
  'json', 'yaml', 'toml', 'xml', 'ini', 'markdown', 'restructuredtext', 'html', 'css', 'scss', 'less', 'text',
]);

export function languageOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const dot = name.lastIndexOf('.');
  return BY_NAME.get(name) ?? (dot >= 0 ? BY_EXTENSION.get(name.slice(dot + 1)) : undefined) ?? 'text';
}

export const isTypeScriptFamily = (language: string): boolean => TYPESCRIPT_FAMILY.has(language);

export const isDocument = (language: string): boolean => DOCUMENTS.has(language);
