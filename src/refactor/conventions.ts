/** Files whose exports something other than an import uses: by where they lie and what they are called. */
import type { SymbolFact } from '../kernel';

const BY_PATH: readonly (readonly [RegExp, string])[] = [
  [/\.d\.[cm]?ts$/, 'it declares what exists elsewhere'],
  [/(?:^|\/)[^/]*(?:\.config|\.conf|rc|\.setup|\.workspace)\.[cm]?[jt]sx?$/, 'a tool reads it'],
  [/(?:^|\/)(?:\.[^/]+|config|configs)\/[^/]*\.[cm]?[jt]sx?$/, 'a tool may read it'],
  [/(?:^|\/)(?:gulpfile|gruntfile|jakefile|rakefile|fabfile|conftest|setup|manage|noxfile|tasks)\.[a-z]+$/i, 'a tool reads it'],
  [/\.(?:stories|story|fixture|fixtures|mock|cy|page|routes?)\.[cm]?[jt]sx?$/, 'a tool loads files of this name'],
  [/(?:^|\/)(?:__mocks__|__fixtures__|fixtures|mocks|examples?|samples?|demo|templates?|playground|benchmarks?|bench)\//, 'it is an example or a fixture'],
  [/(?:^|\/)(?:migrations?|seeds?|seeders?)\//, 'a tool loads this folder'],
  [/(?:^|\/)(?:pages|app|routes|api|functions|middleware|plugins|layouts|composables|commands|handlers|entities)\/.*\.[cm]?[jt]sx?$/, 'frameworks load this folder'],
  [/(?:^|\/)(?:middleware|instrumentation|_app|_document|error|loading|not-found|layout|\+[a-z.]+)\.[cm]?[jt]sx?$/, 'a framework loads it'],
  [/\.(?:node|credentials)\.ts$/, 'a framework loads files of this name'],
  [/(?:^|\/)(?:generated|__generated__|gen|vendor|vendored|third_party|external)\/|\.(?:generated|gen|pb|min)\.[a-z]+$/, 'it is generated or foreign code'],
];

/** Why exports of a file may be used without an import; undefined when nothing speaks for it. */
export const conventionOf = (path: string): string | undefined => BY_PATH.find(([pattern]) => pattern.test(path))?.[1];

/** Not written by hand here: its shape is nobody's to improve. */
export const isForeign = (path: string): boolean => BY_PATH[BY_PATH.length - 1]![0].test(path) || /\.d\.[cm]?ts$/.test(path);

/** Names by which frameworks, runtimes and test tools call code. */
const CALLED_BY_NAME = new Set([
  'main', 'Main', 'init', 'setup', 'teardown', 'handler', 'default', 'up', 'down', 'loader', 'action', 'meta', 'links', 'headers', 'config',
  'getServerSideProps', 'getStaticProps', 'getStaticPaths', 'generateStaticParams', 'generateMetadata', 'metadata', 'revalidate', 'dynamic',
  'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'load', 'actions', 'prerender', 'ssr', 'csr', 'activate', 'deactivate',
  'register', 'apply', 'plugin', 'app', 'application', 'run', 'TestMain', 'LLVMFuzzerTestOneInput',
]);

/** Whether something may use a definition by what it is called or marked with. */
export const isCalledByName = ({ name, decorators }: SymbolFact): boolean =>
  CALLED_BY_NAME.has(name) || decorators.length > 0 || /^__.*__$/.test(name) || /^(?:Test|Benchmark|Example|Fuzz)(?=[A-Z_]|$)/.test(name);
