/** What the type checker adds to the graph: asked when a question needs it, never waited for too long. */
import type { CheckAnswer, CheckedWorkspace, Checker, CheckQuestion } from '../../checker';
import type { Corpus } from '../../corpus';
import { EXACT_LANGUAGES, holdsEverywhere, type GraphFile, type TypeQuestion } from '../../graph';
import type { Clock, EngineError, Step } from '../../kernel';
import { toEngineError } from '../../kernel';
import { withDeadline } from '../deadline';
import type { Workspace } from '../workspaces';

export interface Types {
  /**
   * Has open questions of the graph answered. What is not there after a moment comes later, by itself;
   * the steps say so, and what went wrong. @throws CANCELLED
   */
  settle(workspace: Workspace, about: GraphFile, questions: readonly TypeQuestion[], signal?: AbortSignal): Promise<readonly Step[]>;
  /** One question to the language service. Fails as `Checker.ask` does. */
  ask(workspace: Workspace, about: GraphFile | readonly GraphFile[], question: CheckQuestion, signal?: AbortSignal): Promise<CheckAnswer>;
}

export interface TypesParts {
  readonly checker: Checker;
  readonly clock: Clock;
  /** How long an answer is held up for types, ms; default 3 s. */
  readonly waitMs?: number;
}

const WAIT_MS = 3_000;
/** How long one round of questions may take in the checker, ms. */
const BUDGET_MS = 20_000;
/** A workspace that the checker failed at is left alone for so long, ms. */
const PAUSE_MS = 60_000;
/** Languages that the compiler itself reads. */
const CHECKED = new Set(['typescript', 'tsx', 'javascript', 'jsx']);

export const isChecked = ({ facts }: GraphFile): boolean => CHECKED.has(facts.language);

export function createTypes({ checker, clock, waitMs = WAIT_MS }: TypesParts): Types {
  const ids = new WeakMap<Corpus, number>();
  const failures = new WeakMap<Corpus, { readonly until: number; readonly error: EngineError }>();
  const underWay = new Map<string, Promise<Step[]>>();
  let lastId = 0;

  function idOf(corpus: Corpus): number {
    let id = ids.get(corpus);
    if (id === undefined) ids.set(corpus, (id = ++lastId));
    return id;
  }

  function ask(workspace: Workspace, about: GraphFile | readonly GraphFile[], question: CheckQuestion, signal?: AbortSignal): Promise<CheckAnswer> {
    const { corpus } = workspace;
    const revision = `${idOf(corpus)}.${corpus.graph.version()}`;
    const checked: CheckedWorkspace = { key: workspace.key, revision, universe: () => universeOf(workspace) };
    return checker.ask(checked, rootsOf(corpus, 'path' in about ? [about] : about), question, { signal });
  }

  async function learn(workspace: Workspace, about: GraphFile, questions: readonly TypeQuestion[]): Promise<Step[]> {
    const { corpus } = workspace;
    const version = corpus.graph.version();
    const places = questions.map(({ file, at, line, column, key }) => ({ path: file.path, at, line, column, key }));
    try {
      const answer = await ask(workspace, about, { kind: 'meaning', places, budgetMs: BUDGET_MS });
      if (answer.changed.length > 0) return [note(`${answer.changed[0]} changed meanwhile: its uses are told by name`)];
      if (!corpus.graph.learn({ version, answers: answer.meanings, imports: answer.imports })) return [note('files changed meanwhile: uses are told by name')];
      return answer.complete ? [] : [note('not all uses were resolved in time: ask again for the rest')];
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (error.code !== 'CANCELLED' && error.code !== 'ENGINE_CLOSED') failures.set(corpus, { until: clock.monotonic() + PAUSE_MS, error });
      return [fallback(error)];
    }
  }

  return {
    ask,
    async settle(workspace, about, questions, signal) {
      const open = questions.filter(({ file }) => isChecked(file));
      if (open.length === 0) return [];
      const { corpus } = workspace;
      const failure = failures.get(corpus);
      if (failure && clock.monotonic() < failure.until) return [fallback(failure.error)];
      const key = `${idOf(corpus)}.${corpus.graph.version()} ${open.map(({ file, at }) => `${file.id}:${at}`).join()}`;
      let work = underWay.get(key);
      if (!work) {
        // It goes on when nobody waits for it any more: the next answer has it.
        work = learn(workspace, about, open).finally(() => underWay.delete(key));
        underWay.set(key, work);
      }
      const steps = await withDeadline(() => work, waitMs, signal);
      return steps ?? [note('types are still being resolved: uses of members are told by name, ask again for exact ones')];
    },
  };
}

/** Files that may use what these define, or that they use: those that imports tie to them. */
function rootsOf(corpus: Corpus, about: readonly GraphFile[]): string[] {
  const roots = new Set<string>();
  const tied = new Set<number>();
  for (const start of about) {
    roots.add(start.path);
    if (tied.has(start.id)) continue;
    for (const file of corpus.graph.connectedTo(start)) {
      tied.add(file.id);
      if (isChecked(file)) roots.add(file.path);
    }
  }
  for (const file of corpus.graph.list()) {
    if (EXACT_LANGUAGES.has(file.facts.language) && isChecked(file) && holdsEverywhere(file.facts)) roots.add(file.path);
  }
  return [...roots];
}

function universeOf({ corpus, snapshot }: Workspace): ReturnType<CheckedWorkspace['universe']> {
  const fileOf = ({ path, facts }: GraphFile) => ({ path, hash: facts.hash, content: snapshot.taskSource(path).content });
  const list = corpus.graph.list();
  return {
    source: snapshot.taskSource(list[0]?.path ?? '').source,
    files: list.filter(isChecked).map(fileOf),
    projects: list.flatMap((file) => {
      const { project } = file.facts;
      return project ? [{ file: fileOf(file), facts: project }] : [];
    }),
  };
}

const note = (detail: string): Step => ({ step: 'types', status: 'note', detail });

export function fallback({ message }: EngineError): Step {
  return { step: 'types', status: 'fallback', detail: `the type checker could not answer, the index did: ${message}` };
}
