/** Documents have parts: which, where, and how many at most. */
import fc from 'fast-check';
import { chunkFile } from '../../src/chunk';
import { createSymbolTable, findDefinitions, findParts } from '../../src/graph';
import { LIMITS } from '../../src/kernel';
import { parseFile, splitLines } from '../../src/parse';
import { contentOf } from './content';

/** `kind name first-last` of each part. */
async function partsOf(path: string, text: string): Promise<string[]> {
  const { symbols } = await parseFile(contentOf(path, text));
  return symbols.map(({ kind, qualifiedName, startLine, endLine }) => `${kind} ${qualifiedName} ${startLine}-${endLine}`);
}

test('keys of JSON to the third level, none of lists', async () => {
  const text = '{\n  // said\n  "a": {\n    "b": { "c": { "d": 1 } }\n  },\n  "list": [\n    { "no": 1 }\n  ],\n  "last": true,\n}';
  expect(await partsOf('x.jsonc', text)).toEqual(['key a 3-5', 'key a.b 4-4', 'key a.b.c 4-4', 'key list 6-8', 'key last 9-9']);
  expect(await partsOf('x.json', '[{ "no": 1 }]')).toEqual([]);
});

test('keys of YAML to the third level, of every document', async () => {
  const text = 'a:\n  b:\n    c:\n      d: 1\n\nlist:\n  - no: 1\n"quoted": &x { in: 1 }\n---\nother: *x\n';
  expect(await partsOf('x.yml', text)).toEqual(['key a 1-4', 'key a.b 2-4', 'key a.b.c 3-4', 'key list 6-7', 'key quoted 8-8', 'key quoted.in 8-8', 'key other 10-10']);
});

test('sections of Markdown end where the next of their level begins', async () => {
  const text = ['---', 'title: no', '---', '# One `code` **bold** [link](x)', 'text', '### Deep', '```', '# no', '```', '## Two', '', 'Under', '=====', 'end'].join('\n');
  expect(await partsOf('x.md', text)).toEqual([
    'section One code bold link 4-11', 'section One code bold link.Deep 6-9', 'section One code bold link.Two 10-11', 'section Under 12-14',
  ]);
});

test('ids, headings, scripts and links of HTML', async () => {
  const text = '<link rel=stylesheet href="a.css">\n<main id="quay">\n<h2>Low <b>tide</b></h2>\n<br id="br"><p id="open">x\n</main>\n<script src="a.js">"<h1>no</h1>"</script></nothing>';
  expect(await partsOf('x.html', text)).toEqual([
    'key a.css 1-1', 'section #quay 2-5', 'section #quay.Low tide 3-3', 'section #quay.#br 4-4', 'section #quay.#open 4-5', 'key a.js 6-6',
  ]);
});

test('rules, at-rules and custom properties of CSS', async () => {
  const text = '@import "x.css";\n@media print {\n  .a, /* or */ .b { --x: 1; color: red }\n}';
  expect(await partsOf('x.css', text)).toEqual(['selector @import "x.css" 1-1', 'selector @media print 2-4', 'selector @media print..a, .b 3-3', 'key @media print..a, .b.--x 3-3']);
});

test('what SQL creates, in several dialects', async () => {
  const text = [
    '-- create table no (x int);', 'CREATE TABLE IF NOT EXISTS "my schema".ship (', "  name TEXT DEFAULT 'a; create table no (x)'", ');',
    'create or replace function f() returns int as $$', 'begin; return 1; end;', '$$ language plpgsql;',
    'CREATE PROCEDURE p()', 'BEGIN', '  IF 1 THEN SELECT CASE WHEN 1 THEN 2 END; END IF;', 'END;',
    'begin transaction;', 'create unique index concurrently by_name on ship (name);', 'commit;',
    'CREATE VIEW [dbo].[moored] AS SELECT 1', 'GO', 'create materialized view m as select 1; insert into ship values (1);', 'create index on ship (x);',
  ].join('\n');
  expect(await partsOf('x.sql', text)).toEqual([
    'table ship 2-4', 'function f 5-7', 'function p 8-11', 'key by_name 13-13', 'table moored 15-15', 'table m 17-17',
  ]);
});

test.each([
  ['x.json', '{\n"a": }', 2],
  ['x.yaml', 'a: 1\nb: [', 2],
  ['x.css', 'a { }\nb { color }', 2],
  ['x.html', '<p>\n<p a=1 a=2>', 2],
  ['x.sql', "select 1;\nselect 'open", 2],
])('errors of %s have their line', async (path, text, line) => {
  const { problems, structure } = await parseFile(contentOf(path, text));
  expect(structure).toBe('document');
  expect(problems[0]).toMatchObject({ line });
});

const MANY: readonly (readonly [string, (n: number) => string])[] = [
  ['x.json', (n) => `{${Array.from({ length: n }, (_, i) => `"k${i}": 1`).join(',\n')}}`],
  ['x.yaml', (n) => Array.from({ length: n }, (_, i) => `k${i}: 1`).join('\n')],
  ['x.md', (n) => Array.from({ length: n }, (_, i) => `# h${i}`).join('\n')],
  ['x.html', (n) => Array.from({ length: n }, (_, i) => `<p id="k${i}">`).join('\n')],
  ['x.css', (n) => Array.from({ length: n }, (_, i) => `.k${i} {}`).join('\n')],
  ['x.sql', (n) => Array.from({ length: n }, (_, i) => `create table k${i} (x int);`).join('\n')],
];

test.each(MANY)('%s has a bounded number of parts; one that is too large has none', async (path, write) => {
  const facts = await parseFile(contentOf(path, write(LIMITS.documentSymbolsMax + 50)));
  expect(facts.symbols).toHaveLength(LIMITS.documentSymbolsMax);
  const large = await parseFile(contentOf(path, `${write(2)}${' '.repeat(LIMITS.documentMaxChars)}`));
  expect(large).toMatchObject({ structure: 'none', symbols: [], problems: [{ line: 1 }] });
});

test('nesting that is too deep has a name', async () => {
  expect(await parseFile(contentOf('x.json', '['.repeat(50_000)))).toMatchObject({ structure: 'none', problems: [{ message: expect.stringContaining('nested too deep') as string }] });
});

test.each(['>', '* ', '> - ', '1. '])('headings stand after any number of %s', async (marker) => {
  expect(await partsOf('x.md', `# a\n${marker.repeat(10_000)}\n\n# b`)).toEqual(['section a 1-3', 'section b 4-4']);
});

describe('Markdown that is read window by window has the sections that it has as a whole', () => {
  const many = (n: number, write: (i: number) => string): string => Array.from({ length: n }, (_, i) => write(i)).join('');
  test.each([
    ['prose', (n: number) => many(n, (i) => `## h${i}\n\nSome text\nthat goes on.\n\nUnder ${i}\n---\n\n`)],
    ['fences', (n: number) => `\`\`\`\`md\n${many(n, (i) => `# no ${i}\n\n\`\`\`\n`)}\`\`\`\`\n# yes\n~~~\n# open\n`],
    ['comments', (n: number) => `<!--\n${many(n, (i) => `# no ${i}\n\n`)}-->\n# yes\n<script>\n${many(n, (i) => `# no ${i}\n\n`)}</script>\n# yes\n<div>\n${many(n, () => '# no\n')}\n# yes\n`],
    ['lists', (n: number) => `- # no\n${many(n, (i) => `- item ${i}\n\n  # no\n\n  \`\`\`\n  - no\n  \`\`\`\n`)}# yes\n`],
    ['an item', (n: number) => `1. one\n${many(n, (i) => `\n   # no ${i}\n   text\n`)}# yes\n`],
    ['quotes', (n: number) => `${many(n, (i) => `> # no ${i}\n> text\n`)}# yes\n`],
    ['blank lines', (n: number) => `# yes\n${'\n'.repeat(10 * n)}# yes\r\n${'  \r\n'.repeat(n)}## yes`],
    ['a long line', (n: number) => `${'# no '.repeat(20 * n)}\n# yes\n`],
  ])('%s', async (_, write) => {
    const names = async (n: number) => (await parseFile(contentOf('x.md', write(n)))).symbols.map(({ name, kind }) => `${kind} ${name.slice(0, 4)}`);
    const few = await names(2);
    expect(few.length).toBeGreaterThan(0);
    const all = await names(300);
    if (all.length < LIMITS.documentSymbolsMax / 2) expect(all).toEqual(few);
    else expect(new Set(all.map((name) => name.replace(/\d/g, '')))).toEqual(new Set(few.map((name) => name.replace(/\d/g, ''))));
  });

  test('lines stay those of the file', async () => {
    const text = many(300, (i) => `## h${i}\n\ntext\n${i % 7 ? '' : '```\n# no\n```\n'}`);
    const lines = text.split('\n');
    const { symbols } = await parseFile(contentOf('x.md', text));
    expect(symbols).toHaveLength(300);
    for (const { startLine, signature } of symbols) expect(lines[startLine - 1]).toBe(signature);
  });
});

test('chunks are those of plain lines', async () => {
  const text = MANY[2]![1](300);
  const lines = splitLines(text);
  const facts = await parseFile(contentOf('x.md', text));
  expect(facts.symbols.length).toBe(300);
  expect(chunkFile(facts, lines)).toEqual(chunkFile({ ...facts, structure: 'none', symbols: [] }, lines));
});

test('parts never answer for code, and come after it when asked for', async () => {
  const table = createSymbolTable();
  table.addFile(1, await parseFile(contentOf('package.json', '{ "scripts": { "build": "x" } }')));
  expect([table.size(), table.documents.size(), table.find('build').length, [...table.names()].length]).toEqual([0, 2, 0, 0]);
  expect(findDefinitions(table, 'build', 'fuzzy')).toEqual([]);
  for (const name of ['build', 'scripts.build', 'Build']) expect(findParts(table, name)).toMatchObject([{ score: 0.2, definition: { symbol: { qualifiedName: 'scripts.build' } } }]);
  expect(findParts(table, 'other.build')).toEqual([]);
  table.removeFile(1);
  expect([table.documents.size(), findParts(table, 'build')]).toEqual([0, []]);
});

test.each(['json', 'yaml', 'md', 'html', 'css', 'sql'])('any text as .%s has parts inside its lines, each inside the one around it', async (ending) => {
  const unit = fc.constantFrom('{', '}', '[', ']', '"', "'", ':', ',', '\n', '\r\n', ' ', 'a', '#', '-', '<', '>', '</', 'h1', ' id=x', ';', 'create table ', '--', '/*', '*/', '$$', 'begin', 'end', '|', '&', '*', '\u2028');
  await fc.assert(fc.asyncProperty(fc.string({ unit, maxLength: 60 }), async (text) => {
    const { symbols, lineCount } = await parseFile(contentOf(`x.${ending}`, text));
    for (const { startLine, endLine, nameLine, parent } of symbols) {
      expect(startLine >= 1 && startLine <= endLine && endLine <= lineCount && nameLine >= startLine && nameLine <= endLine).toBe(true);
      const around = symbols[parent];
      if (around) expect(around.startLine <= startLine && around.endLine >= endLine).toBe(true);
    }
  }), { numRuns: 200 });
});
