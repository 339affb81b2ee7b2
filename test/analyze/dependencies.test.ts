import { drawDot, drawMermaid, mapDependencies, type CodeView, type DependencyQuestion } from '../../src/analyze';
import { removeTempFolders } from '../io/temp-folder';
import { SHOP, viewOf } from './sample';

let view: CodeView;
beforeAll(async () => {
  view = await viewOf();
});
afterAll(removeTempFolders);

const at = (path: string, of = view) => of.files.filter((file) => file.path.startsWith(path));
const map = (path: string, more: Partial<DependencyQuestion> = {}, of = view) =>
  mapDependencies(of, { start: at(path, of), direction: 'both', depth: 1, limit: 100, ...more });
const nodesOf = ({ nodes }: ReturnType<typeof map>) => nodes.map(({ path, distance }) => `${distance} ${path}`);

describe('dependencies', () => {
  test('imports of a file, one step away', () => {
    const found = map('src/orders.ts', { direction: 'imports' });
    expect(nodesOf(found)).toEqual(['0 src/orders.ts', '1 src/mail.ts', '1 src/price.ts']);
    expect(found.edges).toEqual([
      { from: 'src/orders.ts', to: 'src/mail.ts', line: 3, typeOnly: false },
      { from: 'src/orders.ts', to: 'src/price.ts', line: 1, typeOnly: false },
    ]);
    expect(found.truncated).toBe(false);
  });

  test('importers of a file, at any distance', () => {
    const found = map('src/price.ts', { direction: 'importers', depth: 5 });
    expect(nodesOf(found)).toEqual([
      '0 src/price.ts', '1 src/index.ts', '1 src/mail.ts', '1 src/orders.ts', '2 src/cli.ts', '2 tests/orders.test.ts',
    ]);
    expect(found.edges).toContainEqual({ from: 'src/mail.ts', to: 'src/price.ts', line: 2, typeOnly: true });
    expect(found.external).toEqual([]);
  });

  test('cycles, levels and what lies outside', () => {
    const found = map('src/cli.ts', { direction: 'imports', depth: 3 });
    expect(found.cycles).toEqual([['src/mail.ts', 'src/orders.ts']]);
    expect(found.external).toEqual([{ from: 'src/cli.ts', specifier: 'node:fs' }]);
    const levels = Object.fromEntries(found.nodes.map(({ path, level }) => [path, level]));
    expect(levels).toEqual({ 'src/price.ts': 0, 'src/mail.ts': 1, 'src/orders.ts': 1, 'src/cli.ts': 2 });
  });

  test('a folder starts with all of its files, in other languages too', () => {
    expect(nodesOf(map('tools/', { direction: 'imports' }))).toEqual(['0 tools/report.py', '0 tools/totals.py']);
    expect(map('tools/').edges).toEqual([{ from: 'tools/report.py', to: 'tools/totals.py', line: 2, typeOnly: false }]);
  });

  test('what does not fit is left out, farthest first, with its edges', () => {
    const found = map('src/price.ts', { direction: 'importers', depth: 5, limit: 3 });
    expect(nodesOf(found)).toEqual(['0 src/price.ts', '1 src/index.ts', '1 src/mail.ts']);
    expect(found.truncated).toBe(true);
    expect(found.edges.every(({ from }) => from !== 'src/orders.ts')).toBe(true);
  });

  test('files that the caller may not see are not passed through', async () => {
    const hidden = await viewOf(SHOP, Object.keys(SHOP).filter((path) => path !== 'src/orders.ts'));
    expect(nodesOf(map('src/cli.ts', { depth: 5 }, hidden))).toEqual(['0 src/cli.ts']);
    expect(JSON.stringify(map('src/mail.ts', { depth: 5 }, hidden))).not.toContain('orders');
  });
});

describe('drawings', () => {
  test('Mermaid', () => {
    expect(drawMermaid(map('src/index.ts', { direction: 'imports', depth: 2 }))).toBe(
      [
        'flowchart LR',
        '  n0["src/index.ts"]',
        '  n1["src/orders.ts"]:::cycle',
        '  n2["src/price.ts"]',
        '  n3["src/mail.ts"]:::cycle',
        '  n0 --> n1',
        '  n0 --> n2',
        '  n1 --> n3',
        '  n1 --> n2',
        '  classDef cycle stroke:#c0392b,stroke-width:2px',
        '',
      ].join('\n'),
    );
  });

  test('Graphviz', () => {
    expect(drawDot(map('src/mail.ts', { direction: 'imports' }))).toBe(
      [
        'digraph dependencies {',
        '  rankdir=LR;',
        '  node [shape=box];',
        '  n0 [label="src/mail.ts", color="#c0392b"];',
        '  n1 [label="src/orders.ts", color="#c0392b"];',
        '  n2 [label="src/price.ts"];',
        '  n0 -> n1;',
        '  n0 -> n2 [style=dashed];',
        '}',
        '',
      ].join('\n'),
    );
  });

  const names = ['a"]; click n0 "javascript:alert(1)"', 'b\n  n9 --> n0', '<img src=x onerror=1>', 'c\\"; }', '`#35;`', '&lt;', '漢字.ts', '%%{init}%%', 'end', '\u202ex'];
  const nodes = names.map((path) => ({ path, level: 0, distance: 0, language: 'text' }));

  test('hostile names stay inside their labels', () => {
    const mermaid = drawMermaid({ nodes, edges: [], cycles: [] }).split('\n');
    expect(mermaid).toHaveLength(names.length + 2);
    for (const line of mermaid.slice(1, -1)) expect(line).toMatch(/^ {2}n\d+\["[^"<>`&%\\[\]{}();]*(?:#\d+;[^"<>`&%\\[\]{}();]*)*"\]$/);
    const dot = drawDot({ nodes, edges: [], cycles: [] }).split('\n');
    expect(dot).toHaveLength(names.length + 5);
    for (const line of dot.slice(3, -2)) expect(line).toMatch(/^ {2}n\d+ \[label="(?:[^"\\]|\\["\\])*"\];$/);
  });

  test('labels can be read back', () => {
    const decode = (label: string) => label.replace(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
    const labels = [...drawMermaid({ nodes, edges: [], cycles: [] }).matchAll(/\["(.*)"\]/g)].map(([, label]) => decode(label!));
    expect(labels).toEqual(names);
  });
});
