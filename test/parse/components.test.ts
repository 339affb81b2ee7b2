/** Scripts of Vue and Svelte files stand where they stand in the whole file. */
import fc from 'fast-check';
import { forEachReference, localsAt, parseFile } from '../../src/parse';
import { scriptsOf } from '../../src/parse/components';
import { contentOf } from './content';

const namesIn = async (path: string, text: string): Promise<string[]> => (await parseFile(contentOf(path, text))).symbols.map(({ qualifiedName }) => qualifiedName);

test('both scripts of a Vue file are read, in the dialect of the one that asks for more', async () => {
  const text = [
    '<script>', 'export default { inheritAttrs: false }', '</script><script setup lang="ts">', 'import Quay from "./Quay.vue";',
    'const depth: number = 3;', '</script>', '<template><Quay v-if="depth > 2"/></template>',
  ].join('\n');
  const facts = await parseFile(contentOf('a.vue', text));
  expect(facts).toMatchObject({ language: 'vue', structure: 'ts-morph', lineCount: 7, problems: [], imports: [{ specifier: './Quay.vue', line: 4 }], exports: [{ name: 'default' }] });
  expect(facts.symbols.find(({ name }) => name === 'depth')).toMatchObject({ startLine: 5, nameLine: 5, nameColumn: 7 });
});

test.each([
  ['a template that holds a script', 'a.vue', '<template><div><template v-slot:x="a > b"><script>const no = 1;</script></template></div></template>\n<script>const yes = 1;</script>', ['yes']],
  ['a comment', 'a.svelte', '<!-- <script>const no = 1;</script> -->\n<script>const yes = 1;</script>', ['yes']],
  ['a style', 'a.vue', '<style>/* <script>const no = 1;</script> */</style><script>const yes = 1;</script>', ['yes']],
  ['data', 'a.svelte', '<script type="application/ld+json">{ "no": 1 }</script><script type="module">const yes = 1;</script>', ['yes']],
  ['quotes in the tag', 'a.vue', '<script data-x="a>const no = 1;" lang=\'ts\'>enum Yes { A }</script>', ['Yes', 'Yes.A']],
  ['the module of a Svelte file', 'a.svelte', '<script context="module" lang="ts">export type Yes = 1;</script>\n<script lang="ts">let x = 1;</script>', ['Yes', 'x']],
  ['JSX', 'a.vue', '<script lang="tsx">const view = <div>{1 as number}</div>;</script>', ['view']],
  ['capitals', 'a.vue', '<SCRIPT>const yes = 1;</SCRIPT >', ['yes']],
  ['no script', 'a.svelte', '<p>const no = 1;</p>', []],
  ['an empty script', 'a.vue', '<script src="./x.ts"/><template/><script>const yes = 1;</script>', ['yes']],
])('scripts beside %s', async (_, path, text, names) => {
  expect(await namesIn(path, text)).toEqual(names);
});

test('a script that is never closed is read to the end, and said so', async () => {
  const facts = await parseFile(contentOf('a.vue', '<p/>\n<script>\nconst yes = 1;'));
  expect(facts.symbols).toMatchObject([{ name: 'yes', startLine: 3 }]);
  expect(facts.problems).toEqual([{ line: 2, message: '<script> is never closed.' }]);
});

test('a syntax error has its line in the whole file', async () => {
  const { problems } = await parseFile(contentOf('a.svelte', '<p>\n</p>\n<script>\nconst = ;\n</script>'));
  expect(problems[0]).toMatchObject({ line: 4 });
});

test('long lines of markup make no script minified; long lines of script do', async () => {
  const long = 'x'.repeat(30_000);
  expect((await parseFile(contentOf('a.vue', `<template>${long}</template>\n<script>const yes = 1;</script>`))).symbols).toHaveLength(1);
  expect(await parseFile(contentOf('a.vue', `<p/>\n<script>const no = '${long}';</script>`))).toMatchObject({ structure: 'none', problems: [{ line: 2 }] });
});

test('names in scope are found in scripts', async () => {
  const text = '<template/>\n<script lang="ts">\nfunction moor(ship: string) {\n  return ship;\n}\n</script>';
  expect((await localsAt('a.vue', text, 4)).map(({ name }) => name)).toContain('ship');
});

test('whatever stands around a script, its text keeps its place', async () => {
  const markup = fc.string({ unit: fc.constantFrom('<', '>', '"', '\n', '\r', 'a', ' ', '/', '{', '<div>', '</p>', '<script>', '<!--', '-->', '<template>', '</template>', '</script>', '\u2028') });
  await fc.assert(fc.asyncProperty(markup, markup, fc.constantFrom('vue', 'svelte'), async (before, after, component) => {
    const text = `${before}<script>let harbour = quay;</script>${after}`;
    const scripts = scriptsOf(text, component);
    expect(scripts.text).toHaveLength(text.length);
    for (let at = 0; at < text.length; at += 1) {
      const char = scripts.text[at]!;
      if (char !== text[at]) expect(char === ' ' || (char === ';' && text[at] === '<')).toBe(true);
    }
    const facts = await parseFile(contentOf(`a.${component}`, text));
    const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
    forEachReference(facts.references, ({ name, line, column }) => {
      if (name === 'quay') expect(lines[line - 1]!.slice(column - 1)).toMatch(/^quay/);
    });
  }), { numRuns: 300 });
});
