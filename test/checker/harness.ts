/** A checker over texts in memory, and a graph over the same. */
import type { CheckQuestion, CheckReply, Universe } from '../../src/checker';
import { createCheckerThread, type CheckerThread } from '../../src/checker/serve';
import { projectFacts } from '../../src/parse/project';
import { createWorkspace, hashOf, type TestWorkspace } from '../graph/workspace';

export type Answered = Extract<CheckReply, { status: 'answered' }>;

export const LIMITS = { files: 1_000, characters: 10_000_000 };

export function universeOf(texts: Readonly<Record<string, string>>): Universe {
  const fileOf = (path: string) => ({ path, hash: hashOf(texts[path]!), content: Buffer.from(texts[path]!) });
  const paths = Object.keys(texts).sort();
  return {
    source: { kind: 'memory' },
    files: paths.filter((path) => /\.[cm]?[jt]sx?$/.test(path)).map(fileOf),
    projects: paths.flatMap((path) => {
      const facts = projectFacts(path, texts[path]!);
      return facts ? [{ file: fileOf(path), facts }] : [];
    }),
  };
}

export interface Harness {
  readonly workspace: TestWorkspace;
  readonly thread: CheckerThread;
  readonly put: (path: string, text: string) => Promise<void>;
  readonly remove: (path: string) => void;
  readonly ask: (question: CheckQuestion, roots?: readonly string[]) => Promise<Answered>;
  /** Has all that the graph would ask about a definition answered; whether the graph took it. */
  readonly settle: (name: string) => Promise<boolean>;
  /** What the language service finds, as `path:line:column`, by role. */
  readonly found: (name: string, role: 'use' | 'declaration' | 'import') => Promise<string[]>;
  /** Exact uses by the graph, in the same form. */
  readonly exact: (name: string) => string[];
}

export async function createHarness(given: Readonly<Record<string, string>>): Promise<Harness> {
  const held = new Map(Object.entries(given));
  const texts = (): Record<string, string> => Object.fromEntries(held);
  const workspace = await createWorkspace(given);
  const thread = createCheckerThread();

  async function ask(question: CheckQuestion, roots: readonly string[] = [...held.keys()]): Promise<Answered> {
    const task = { workspace: 'test', revision: String(workspace.graph.version()), roots, question, limits: LIMITS };
    let reply = await thread.check(task);
    if (reply.status === 'universe-needed') reply = await thread.check({ ...task, universe: universeOf(texts()) });
    if (reply.status !== 'answered') throw new Error('the universe was not taken');
    return reply;
  }

  const placeOf = (name: string) => {
    const { symbol } = workspace.definition(name);
    return { path: name.slice(0, name.indexOf('#')), line: symbol.nameLine, column: symbol.nameColumn };
  };

  return {
    workspace,
    thread,
    async put(path, text) {
      held.set(path, text);
      await workspace.put(path, text);
    },
    remove(path) {
      held.delete(path);
      workspace.remove(path);
    },
    ask,
    async settle(name) {
      const { graph } = workspace;
      const version = graph.version();
      const places = graph.questionsAbout(workspace.definition(name)).map(({ file, at, line, column, key }) => ({ path: file.path, at, line, column, key }));
      const { meanings, imports } = await ask({ kind: 'meaning', places, budgetMs: 60_000 });
      return graph.learn({ version, answers: meanings, imports });
    },
    async found(name, role) {
      const { references } = await ask({ kind: 'references', place: placeOf(name) });
      return references.filter((each) => each.role === role).map(({ path, line, column }) => `${path}:${line}:${column}`);
    },
    exact: (name) => [...new Set(workspace.uses(name, { beside: true }).filter((use) => use.endsWith(' exact')).map((use) => use.split(' ')[0]!))],
  };
}
