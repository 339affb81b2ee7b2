/** What threads read before they read many files: whether it is what it says. */
import { ts } from 'ts-morph';
import { MARKUP_SAMPLE, SAMPLE } from '../../src/parse/sample';
import { parseTypeScript } from '../../src/parse/typescript';

const { SyntaxKind } = ts;

/** Kinds that no source has, and those that are errors or only for declaration files. */
const LEFT_OUT = [
  'SyntheticExpression', 'SemicolonClassElement', 'WithStatement', 'NamespaceExportDeclaration', 'MissingDeclaration',
  'AssertClause', 'AssertEntry', 'ImportTypeAssertionContainer',
];

function kindsOf(text: string, markup: boolean): Set<string> {
  const source = ts.createSourceFile(markup ? 'a.tsx' : 'a.ts', text, ts.ScriptTarget.Latest);
  const kinds = new Set<string>();
  const visit = (node: ts.Node): void => {
    kinds.add(SyntaxKind[node.kind]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return kinds;
}

const contentOf = (path: string, text: string) => ({ path, text, hash: 'h', size: text.length, invalidUtf8: false });

test('the samples hold each piece of the grammar and no mistake', () => {
  const code = SAMPLE.join('\n');
  const markup = MARKUP_SAMPLE.join('\n');
  const met = new Set([...kindsOf(code, false), ...kindsOf(markup, true)]);
  const last: number = SyntaxKind.SpreadAssignment;
  const missing: string[] = [];
  for (let kind: number = SyntaxKind.FirstNode; kind <= last; kind += 1) if (!met.has(SyntaxKind[kind]!)) missing.push(SyntaxKind[kind]!);
  expect(missing.filter((name) => !LEFT_OUT.includes(name))).toEqual([]);
  expect(parseTypeScript(contentOf('a.ts', code), 'typescript').problems).toEqual([]);
  expect(parseTypeScript(contentOf('a.tsx', markup), 'tsx').problems).toEqual([]);
});

test('a file has the same facts before the samples were read and after', () => {
  const content = contentOf('a.ts', SAMPLE.join('\n'));
  const [first, second, third] = [1, 2, 3].map(() => parseTypeScript(content, 'typescript'));
  expect(second).toEqual(first);
  expect(third).toEqual(first);
});
