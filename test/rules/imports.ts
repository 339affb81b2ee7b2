/** Which part of the code may import which. Pure: paths and import specifiers in, sentences out. */
import { posix } from 'node:path';

export interface SourceFile {
  /** POSIX path below the package's root. */
  readonly path: string;
  readonly imports: readonly string[];
}

/** A stage imports the kernel, and of the other stages only those named here. */
const STAGE_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  source: ['io'],
  parse: ['io'],
  checker: ['graph', 'pool', 'source'],
  corpus: ['graph', 'lexical', 'similar', 'vector'],
  analyze: ['corpus', 'graph', 'similar'],
  impact: ['analyze', 'graph'],
  refactor: ['analyze', 'corpus', 'graph'],
  history: ['lexical'],
  query: ['lexical'],
  retrieve: ['corpus', 'graph', 'lexical', 'query', 'vector'],
  rank: ['corpus', 'fuse', 'retrieve'],
  select: ['query'],
  sync: ['corpus'],
  pack: ['render'],
  anomaly: ['forecast'],
  alert: ['forecast', 'metrics'],
  advise: ['config', 'metrics'],
  dashboard: ['alert', 'metrics'],
};

/** The only files that see several stages: the composition root, its worker side, and the door. */
const COMPOSITION = ['src/engine.ts', 'src/worker.ts', 'src/index.ts'];
/** The composition root's own parts: the engine's methods, which wire stages but touch no machine. */
const OPERATIONS = 'operations';
const DOOR = 'src/index';
const MACHINE_MODULES = /^(node:)?(fs|net|tls|dgram|http|https|worker_threads)(\/|$)/;
const MACHINE_STAGES = ['io', 'source', 'pool', 'dashboard', 'cli'];
const PROCESS_MODULES = /^(node:)?(child_process|vm|cluster)$/;
const N8N_PACKAGES = /^(n8n-|@n8n\/)/;

/** Every forbidden import, as a sentence that names the file, the import and the rule. */
export function findViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((specifier) => {
      const rule = ruleAgainst(file.path, specifier);
      return rule === undefined ? [] : [`${file.path} imports ${specifier}: ${rule}`];
    }),
  );
}

function ruleAgainst(path: string, specifier: string): string | undefined {
  if (PROCESS_MODULES.test(specifier)) return 'no processes, no evaluated code';
  const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : undefined;
  if (/^(nodes|credentials)\//.test(path)) return ruleForNodes(specifier, target);
  if (path.startsWith('src/')) return ruleForSource(path, specifier, target);
  return undefined;
}

function ruleForNodes(specifier: string, target: string | undefined): string | undefined {
  if (target === undefined) {
    return specifier === 'n8n-workflow' || specifier.startsWith('node:')
      ? undefined
      : 'nodes import n8n-workflow and the engine only';
  }
  if (!target.startsWith('src/') || target === DOOR) return undefined;
  return `nodes see the engine through ${DOOR} only`;
}

function ruleForSource(path: string, specifier: string, target: string | undefined): string | undefined {
  const stage = stageOf(path);
  if (target === undefined) {
    if (N8N_PACKAGES.test(specifier)) return 'src knows nothing of n8n';
    if (stage === 'kernel') return 'the kernel imports nothing';
    if (MACHINE_MODULES.test(specifier) && !mayTouchMachine(path, stage)) {
      return `files, sockets and threads belong to ${MACHINE_STAGES.join(', ')}`;
    }
    return undefined;
  }
  if (stage === 'cli' && target === 'package.json') return undefined;
  if (!target.startsWith('src/')) return 'src imports nothing outside src';
  if (stage === 'cli') {
    return target.startsWith('src/cli') || target === DOOR
      ? undefined
      : `the CLI sees the engine through ${DOOR} only`;
  }
  if (stage === undefined) return undefined;
  if (stage === OPERATIONS) {
    return target === 'src/engine' ? 'operations are put together by the engine, not the reverse' : undefined;
  }
  return ruleForStage(stage, target);
}

function ruleForStage(stage: string, target: string): string | undefined {
  const other = stageOf(target);
  if (other === undefined) return 'a stage does not import the files that put the stages together';
  if (other === stage || (other === 'kernel' && stage !== 'kernel')) return undefined;
  if (STAGE_IMPORTS[stage]?.includes(other)) return undefined;
  return `${stage} may import ${['kernel', ...(STAGE_IMPORTS[stage] ?? [])].join(', ')}`;
}

/** `src/graph/index.ts` and `src/graph` -> `graph`; files directly in src/ belong to no stage. */
function stageOf(path: string): string | undefined {
  const parts = path.split('/');
  if (COMPOSITION.includes(path) || COMPOSITION.includes(`${path}.ts`)) return undefined;
  return parts[1];
}

function mayTouchMachine(path: string, stage: string | undefined): boolean {
  return stage === undefined ? COMPOSITION.includes(path) : MACHINE_STAGES.includes(stage);
}
