/** After any sequence of edits, renames, deletions and moves the graph says what one built anew says. */
import fc from 'fast-check';
import { createWorkspace, type TestWorkspace } from './workspace';

const PATHS = ['a.ts', 'b.ts', 'c.tsx', 'lib/index.ts', 'lib/a.ts', 'pkg/src/index.ts', 'pkg/src/d.js', 'app/main.ts', 'util.py', 'app/run.py', 'app/__init__.py'];
const NAMES = ['alpha', 'beta', 'Gamma', 'Delta'];

const name = fc.constantFrom(...NAMES);
const specifier = fc.constantFrom('./a', './b', './c', './lib', '../a', '../lib/a', '@lib/a', '@lib', 'pkg', '#inner', './missing', 'react', '.', '..');

const near = fc.constantFrom('./a', './b', './lib');

const statement = fc.oneof(
  fc.tuple(name, name, specifier).map(([one, two, from]) => `import { ${one}, ${two} as other${two} } from '${from}';`),
  fc.tuple(name, specifier).map(([one, from]) => `import ${one}Default from '${from}';\n${one}Default();`),
  fc.tuple(name, specifier).map(([one, from]) => `import * as space from '${from}';\nspace.${one}();`),
  specifier.map((from) => `export * from '${from}';`),
  fc.tuple(name, name, specifier).map(([one, two, from]) => `export { ${one} as ${two} } from '${from}';`),
  fc.tuple(name, name).map(([one, two]) => `export function ${one}() { ${two}(); other${two}; function inner() { ${one}(); } inner(); }`),
  fc.tuple(name, name, name).map(([one, two, three]) => `export class ${one} extends ${two} { ${three}() { this.${two}(); super.${three}(); } static make() {} }`),
  fc.tuple(name, name).map(([one, two]) => `export interface ${one} { ${two}(): void }`),
  fc.tuple(name, name).map(([one, two]) => `${one}.${two}({ ${one}: 1 }); new ${two}();`),
  fc.tuple(name, specifier).map(([one, from]) => `export const ${one} = import('${from}');`),
  name.map((one) => `export default function ${one}() {}`),
  // What ties files together closely: a class and its heir elsewhere.
  fc.tuple(name, name, name, near).map(([one, two, three, from]) => `import { ${one} } from '${from}';\nexport class ${two}Heir extends ${one} { ${three}() { this.${three}(); } }`),
  fc.tuple(name, name).map(([one, two]) => `export class ${one} { ${two}() { this.${two}(); } }`),
);
const python = fc.oneof(
  fc.tuple(fc.constantFrom('util', '.run', 'app', 'app.run', 'os'), name).map(([from, one]) => `from ${from} import ${one}`),
  fc.tuple(name, name).map(([one, two]) => `class ${one}:\n    def ${two}(self):\n        self.${one}()\n`),
  fc.tuple(name, name).map(([one, two]) => `def ${one}():\n    ${two}()\n`),
);
const project = fc.constantFrom(
  ['tsconfig.json', '{"compilerOptions":{"paths":{"@lib/*":["./lib/*"],"@lib":["./lib"]}}}'],
  ['tsconfig.json', '{"compilerOptions":{"baseUrl":"./lib","paths":{"@lib/*":["*"]}}}'],
  ['pkg/package.json', '{"name":"pkg","main":"dist/index.js","imports":{"#inner":"./src/d.js"}}'],
  ['app/package.json', '{"name":"pkg","main":"main.ts"}'],
  ['go.mod', 'module example.com/app'],
);

const code = fc.constantFrom(...PATHS).chain((path) =>
  fc.array(path.endsWith('.py') ? python : statement, { maxLength: 5 }).map((lines) => ({ kind: 'put' as const, path, text: lines.join('\n') })),
);
const edit = fc.oneof(
  { weight: 6, arbitrary: code },
  { weight: 1, arbitrary: project.map(([path, text]) => ({ kind: 'put' as const, path, text })) },
  { weight: 2, arbitrary: fc.nat().map((which) => ({ kind: 'remove' as const, which })) },
  { weight: 2, arbitrary: fc.tuple(fc.nat(), fc.constantFrom(...PATHS)).map(([which, to]) => ({ kind: 'move' as const, which, to })) },
);

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

async function apply(workspace: TestWorkspace, texts: Map<string, string>, step: Edit): Promise<void> {
  if (step.kind === 'put') {
    texts.set(step.path, step.text);
    await workspace.put(step.path, step.text);
    return;
  }
  const paths = [...texts.keys()].sort();
  const path = paths[step.which % Math.max(1, paths.length)];
  if (path === undefined) return;
  const text = texts.get(path)!;
  texts.delete(path);
  workspace.remove(path);
  if (step.kind === 'move') {
    texts.set(step.to, text);
    await workspace.put(step.to, text);
  }
}

/** All that the graph can tell, by paths: numbers of files differ between graphs. */
function tell({ graph, file, paths, nameOf }: TestWorkspace): object {
  const all = paths().sort();
  const ranks = graph.ranks();
  const levels = graph.levels();
  const round = (value: number | undefined): number => Math.round((value ?? 0) * 1e9) / 1e9;
  return {
    list: graph.list().map(({ path }) => path),
    cycles: graph.cycles().map((cycle) => cycle.map(({ path }) => path)),
    files: all.map((path) => ({
      path,
      level: levels.get(file(path).id),
      rank: round(ranks.files.get(file(path).id)),
      imports: graph.importsOf(file(path)).map(({ specifier: from, targets }) => [from, targets.map((target) => target.path)]),
      importers: graph.importersOf(file(path)).map((importer) => importer.path),
      connected: graph.connectedTo(file(path)).map((other) => other.path),
      definitions: file(path).facts.symbols.map((symbol, index) => {
        const definition = { file: file(path).id, index, symbol };
        return {
          name: symbol.qualifiedName,
          rank: round(ranks.symbols.get(`${definition.file}:${index}`)),
          uses: graph.usesOf(definition, { beside: true }).map((use) => [use.file.path, use.line, use.column, use.kind, use.certainty, use.confidence]),
          usedBy: graph.usedBy(definition).map((used) => [nameOf(used.definition), used.line, used.certainty]),
          heirs: graph.allHeirsOf(definition).map(nameOf),
          questions: graph.questionsAbout(definition).map((question) => [question.file.path, question.line, question.column]).sort(),
        };
      }),
    })),
  };
}

test('after any sequence of changes, also when asked in between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(edit, fc.boolean()), { minLength: 1, maxLength: 14 }), async (steps) => {
      const texts = new Map<string, string>();
      const workspace = await createWorkspace();
      for (const [step, asked] of steps) {
        await apply(workspace, texts, step);
        // What is remembered between changes must not survive them.
        if (asked) tell(workspace);
      }
      const rebuilt = await createWorkspace(Object.fromEntries([...texts].sort(([a], [b]) => (a < b ? -1 : 1))));
      expect(tell(workspace)).toEqual(tell(rebuilt));
    }),
    { numRuns: 150 },
  );
});
