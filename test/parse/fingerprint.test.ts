import fc from 'fast-check';
import { parseFile, parseSnippet } from '../../src/parse';
import { compareFingerprints, fingerprintsOf, type Fingerprint } from '../../src/similar';
import { contentOf } from './content';

/** Fingerprints by the name of their definition. */
async function shapes(path: string, text: string): Promise<Map<string, Fingerprint>> {
  const facts = await parseFile(contentOf(path, text));
  expect(facts.problems).toEqual([]);
  return new Map((facts.fingerprints ? fingerprintsOf(facts.fingerprints) : []).map((each) => [facts.symbols[each.symbol]!.qualifiedName, each]));
}

async function largest(path: string, text: string): Promise<Fingerprint> {
  return [...(await shapes(path, text)).values()].sort((a, b) => b.size - a.size)[0]!;
}

interface Words {
  readonly names: readonly string[];
  readonly number: number;
  readonly text: string;
}

/** One function in each language, written with other names and values, and laid out another way. */
const SAMPLES: Readonly<Record<string, { readonly plain: (words: Words) => string; readonly other?: (words: Words) => string; readonly more: readonly [RegExp, string] }>> = {
  'a.ts': {
    plain: ({ names: [f, a, b], number, text }) =>
      `export function ${f}(${a}: string[], limit = ${number}): number {\n  let ${b} = 0;\n  for (const each of ${a}) {\n    if (each.length > limit) ${b} += each.indexOf('${text}') * 2;\n    else ${b}--;\n  }\n  return ${b};\n}\n`,
    other: ({ names: [f, a, b], number, text }) =>
      `// note\nconst ${f} = async (${a}, limit = ${number}) => {\n let ${b} = ${number}\n for (let each of ${a} as any) { /* why */ if ((each.length > limit)) { ${b} += (each.indexOf(\`${text}\`)) * ${number} } else { ${b}--; } ; }\n\n return ${b}\n}\n`,
    more: [/(\n {2}return)/, '\n  console.log("done");$1'],
  },
  'a.py': {
    plain: ({ names: [f, a, b], number, text }) =>
      `def ${f}(${a}, limit=${number}):\n    ${b} = 0\n    for each in ${a}:\n        if len(each) > limit and each != "${text}":\n            ${b} += each.count("${text}") * 2\n        else:\n            ${b} -= 1\n    return ${b}\n`,
    other: ({ names: [f, a, b], number, text }) =>
      `@cached\ndef ${f}(${a}: list[str], limit: int = ${number}) -> int:\n  """What it does: ${text}"""\n  ${b} = ${number}  # start\n  for each in ${a}:\n    if (len(each) > limit and each != '${text}'):\n      ${b} += each.count('${text}') * ${number}\n\n    else:\n      ${b} -= ${number}\n  return ${b}\n`,
    more: [/(\n {4}return)/, '\n    print("done")$1'],
  },
  'a.go': {
    plain: ({ names: [f, a, b], number, text }) =>
      `package main\n\nfunc ${f}(${a} []string) int {\n\t${b} := 0\n\tfor _, each := range ${a} {\n\t\tif len(each) > ${number} && each != "${text}" {\n\t\t\t${b} += index(each, "${text}")\n\t\t} else {\n\t\t\t${b}--\n\t\t}\n\t}\n\treturn ${b}\n}\n`,
    more: [/(\n\treturn)/, '\n\tfmt.Println("done")$1'],
  },
  'A.java': {
    plain: ({ names: [f, a, b], number, text }) =>
      `class A {\n  public static int ${f}(List<String> ${a}) {\n    int ${b} = 0;\n    for (String each : ${a}) {\n      if (each.length() > ${number}) ${b} += each.indexOf("${text}") * 2;\n      else ${b}--;\n    }\n    return ${b};\n  }\n}\n`,
    more: [/(\n {4}return)/, '\n    System.out.println("done");$1'],
  },
  'a.rs': {
    plain: ({ names: [f, a, b], number, text }) =>
      `fn ${f}(${a}: &[String]) -> usize {\n    let mut ${b} = 0;\n    for each in ${a} {\n        if each.len() > ${number} && each != "${text}" {\n            ${b} += each.matches("${text}").count() * 2;\n        } else {\n            ${b} -= 1;\n        }\n    }\n    return ${b};\n}\n`,
    more: [/(\n {4}return)/, '\n    log(done, 1);$1'],
  },
  'a.rb': {
    plain: ({ names: [f, a, b], number, text }) =>
      `def ${f}(${a})\n  ${b} = 0\n  ${a}.each do |each|\n    if each.length > ${number} && each != "${text}"\n      ${b} += each.count("${text}") * 2\n    else\n      ${b} -= 1\n    end\n  end\n  return ${b}\nend\n`,
    more: [/(\n {2}return)/, '\n  puts("done")$1'],
  },
  'a.cs': {
    plain: ({ names: [f, a, b], number, text }) =>
      `class A {\n  public int ${f}(string[] ${a}) {\n    var ${b} = 0;\n    foreach (var each in ${a}) {\n      if (each.Length > ${number}) { ${b} += each.IndexOf("${text}") * 2; }\n      else { ${b}--; }\n    }\n    return ${b};\n  }\n}\n`,
    more: [/(\n {4}return)/, '\n    Console.WriteLine("done");$1'],
  },
  'a.php': {
    plain: ({ names: [f, a, b], number, text }) =>
      `<?php\nfunction ${f}($${a}) {\n  $${b} = 0;\n  foreach ($${a} as $each) {\n    if (strlen($each) > ${number}) { $${b} += strpos($each, '${text}') * 2; }\n    else { $${b}--; }\n  }\n  return $${b};\n}\n`,
    more: [/(\n {2}return)/, "\n  print_r('done');$1"],
  },
  'a.kt': {
    plain: ({ names: [f, a, b], number, text }) =>
      `fun ${f}(${a}: List<String>): Int {\n    var ${b} = 0\n    for (each in ${a}) {\n        if (each.length > ${number}) { ${b} += each.indexOf("${text}") * 2 } else { ${b} -= 1 }\n    }\n    return ${b}\n}\n`,
    more: [/(\n {4}return)/, '\n    println("done")$1'],
  },
  'a.swift': {
    plain: ({ names: [f, a, b], number, text }) =>
      `func ${f}(${a}: [String]) -> Int {\n    var ${b} = 0\n    for each in ${a} {\n        if each.count > ${number} { ${b} += find(each, "${text}") * 2 } else { ${b} -= 1 }\n    }\n    return ${b}\n}\n`,
    more: [/(\n {4}return)/, '\n    print("done")$1'],
  },
  'a.scala': {
    plain: ({ names: [f, a, b], number, text }) =>
      `object A {\n  def ${f}(${a}: List[String]): Int = {\n    var ${b} = 0\n    for (each <- ${a}) {\n      if (each.length > ${number}) { ${b} += each.indexOf("${text}") * 2 } else { ${b} -= 1 }\n    }\n    return ${b}\n  }\n}\n`,
    more: [/(\n {4}return)/, '\n    println("done")$1'],
  },
  'a.c': {
    plain: ({ names: [f, a, b], number, text }) =>
      `int ${f}(char **${a}, int n) {\n  int ${b} = 0;\n  for (int i = 0; i < n; i++) {\n    if (strlen(${a}[i]) > ${number}) { ${b} += find(${a}[i], "${text}") * 2; }\n    else { ${b}--; }\n  }\n  return ${b};\n}\n`,
    more: [/(\n {2}return)/, '\n  printf("done");$1'],
  },
  'a.sh': {
    plain: ({ names: [f, a, b], number, text }) =>
      `${f}() {\n  local ${a}="$1"\n  ${b}=0\n  for each in "$@"; do\n    if [ "$each" -gt ${number} ]; then\n      ${b}=$((${b} + 2))\n    else\n      echo "${text}" >&2\n    fi\n  done\n  return $${b}\n}\n`,
    more: [/(\n {2}return)/, '\n  printf done$1'],
  },
};

const name = fc.stringMatching(/^[a-z]{3,12}$/).map((word) => `x${word}`);
const words: fc.Arbitrary<Words> = fc.record({
  names: fc.uniqueArray(name, { minLength: 3, maxLength: 3 }),
  number: fc.integer({ min: 10, max: 9_999 }),
  text: fc.stringMatching(/^[a-z ]{1,20}$/),
});
const FIXED: Words = { names: ['measure', 'rows', 'result'], number: 10, text: 'key' };
const RUNS = { numRuns: 8 };

describe.each(Object.entries(SAMPLES))('%s', (path, { plain, other, more }) => {
  test('other names and values leave the tree as it is', async () => {
    const one = await largest(path, plain(FIXED));
    expect(one.size).toBeGreaterThan(25);
    await fc.assert(
      fc.asyncProperty(words, async (given) => {
        const two = await largest(path, plain(given));
        expect(compareFingerprints(one, two)).toEqual({ similarity: 1, match: 'renamed' });
        expect(compareFingerprints(two, await largest(path, plain({ ...given, names: ['another', ...given.names.slice(1)] })))).toEqual({ similarity: 1, match: 'identical' });
        if (other) expect(compareFingerprints(one, await largest(path, other(given))).similarity).toBe(1);
      }),
      RUNS,
    );
  });

  test('white space and blank lines leave everything as it is', async () => {
    const text = plain(FIXED);
    const wide = text.replace(/^( +)/gm, '$1$1').replace(/\n/g, '\n\n');
    expect(compareFingerprints(await largest(path, text), await largest(path, wide))).toEqual({ similarity: 1, match: 'identical' });
  });

  test('one more statement makes it less alike, but not much', async () => {
    const one = await largest(path, plain(FIXED));
    const { similarity, match } = compareFingerprints(one, await largest(path, plain(FIXED).replace(...more)));
    expect(match).toBe('similar');
    expect(similarity).toBeGreaterThan(0.6);
    expect(similarity).toBeLessThan(1);
  });

  test('another operator is another tree', async () => {
    const changed = plain(FIXED).replace(/([+-]=|\+ 2|--)/, (sign) => ({ '+=': '-=', '-=': '+=', '+ 2': '- 2' })[sign] ?? '++');
    expect(compareFingerprints(await largest(path, plain(FIXED)), await largest(path, changed)).similarity).toBeLessThan(1);
  });
});

const UNLIKE: readonly string[] = [
  SAMPLES['a.ts']!.plain(FIXED),
  'export async function load(path: string) { const found = []; while (found.length < 10) { const next = await fetch(path); if (!next.ok) break; try { found.push(...(await next.json()).items); } catch { return []; } } return found; }',
  'export class Box { private items = new Map(); add(key, value) { this.items.set(key, { ...value, at: Date.now() }); return this; } get size() { return this.items.size; } }',
  'export const draw = (nodes) => { const seen = new Set(); return nodes.filter((n) => !seen.has(n.id)).map((n) => `${n.id}: ${n.label ?? "?"}`).join("\\n"); };',
  'function parse(text) { switch (text[0]) { case "a": return { kind: 1 }; case "b": return { kind: 2, rest: text.slice(1) }; default: throw new Error(`no: ${text}`); } }',
];

test('unlike code is far apart', async () => {
  const all = await Promise.all(UNLIKE.map((text) => largest('a.ts', text)));
  for (const [at, one] of all.entries()) for (const two of all.slice(at + 1)) expect(compareFingerprints(one, two).similarity).toBeLessThan(0.35);
});

test('the same code in other languages has nothing in common', async () => {
  const [ruby, python, go] = await Promise.all(['a.rb', 'a.py', 'a.go'].map((path) => largest(path, SAMPLES[path]!.plain(FIXED))));
  expect(compareFingerprints(ruby!, python!).similarity).toBeLessThan(0.1);
  expect(compareFingerprints(python!, go!).similarity).toBeLessThan(0.1);
});

test('functions are the same in all their forms, wherever they stand', async () => {
  const body = '{ const found = list.filter((x) => x.id > 3 && !x.gone); for (const one of found) one.mark(true); return found.length; }';
  const forms = [
    `export function f(list) ${body}`,
    `const f = (list) => ${body}`,
    `const f = function g(list) ${body}`,
    `class A { f(list) ${body} }`,
    `class A { private static f = async (list: string[]): Promise<number> => ${body} }`,
    `exports.f = function (list) ${body}`,
    `const o = { f(list) ${body} }; const p = { f: (list) => ${body} }`,
    `function outer() { if (1) { function f(list) ${body} } }`,
  ];
  const trees = new Set<number>();
  for (const form of forms) {
    const found = [...(await shapes('a.ts', form))].filter(([each]) => each.endsWith('f'));
    expect(found.length).toBeGreaterThan(0);
    for (const [, { tree }] of found) trees.add(tree);
  }
  expect(trees.size).toBe(1);
});

test('what is too small, or repeats the same, has no fingerprint', async () => {
  const fields = Array.from({ length: 60 }, (_, at) => `  field${at} = ${at};`).join('\n');
  const found = await shapes('a.ts', `class Fields {\n${fields}\n}\nclass Get { get value() { return this.inner; } }\nfunction none() {}\n`);
  expect([...found.keys()]).toEqual([]);
});

test('monstrous files stay bounded', async () => {
  const many = Array.from({ length: 5_050 }, (_, at) => `function f${at}(a, b) { if (a > b) return a.x(${at}) + b.y[a]; while (b) b = b.next(a, ${at}); return [a, b]; }`).join('\n');
  const facts = await parseFile(contentOf('many.js', many));
  expect(facts.fingerprints!.rows.length / 4).toBe(5_000);
  const deep = `${'function f(a) { if (a) { '.repeat(240)}g(a + 1, [a]);${' } }'.repeat(240)}`;
  expect((await parseFile(contentOf('deep.js', deep))).symbols.length).toBeGreaterThan(50);
  const nested = `def f():\n    return ${'['.repeat(3_000)}1${']'.repeat(3_000)}\n`;
  expect((await parseFile(contentOf('deep.py', nested))).symbols).toHaveLength(1);
});

describe('pasted code', () => {
  const method = '  async total(rows: Row[]) {\n    let sum = 0;\n    for (const row of rows) if (row.open) sum += await this.price(row.id, 2);\n    return sum;\n  }\n';

  test('a member without its class is read as one', async () => {
    const found = await parseSnippet(method, 'typescript');
    expect(found).toMatchObject({ symbol: 'total', definitions: 1, problems: 0 });
    const [print] = fingerprintsOf(found.fingerprint!);
    const inClass = (await shapes('a.ts', `class Shop {\n${method}}\n`)).get('Shop.total')!;
    expect(compareFingerprints(print!, inClass)).toEqual({ similarity: 1, match: 'identical' });
  });

  test.each([
    ['typescript', 'const found = await load(url);\nfor (const one of found) { if (one.ok) done.push(one.id); }\nreturn done.length > 3;'],
    ['python', '    found = load(url)\n    for one in found:\n        if one.ok:\n            done.append(one.id)\n    return len(done) > 3'],
    ['go', 'found := load(url)\nfor _, one := range found {\n\tif one.ok {\n\t\tdone = append(done, one.id)\n\t}\n}\nreturn len(done) > 3'],
    ['java', 'var found = load(url);\nfor (var one : found) { if (one.ok) done.add(one.id); }\nreturn done.size() > 3;'],
    ['php', '$found = load($url);\nforeach ($found as $one) { if ($one->ok) { $done[] = $one->id; } }\nreturn count($done) > 3;'],
    ['rust', 'let found = load(url);\nfor one in found { if one.ok { done.push(one.id); } }\nreturn done.len() > 3;'],
    ['cpp', 'auto found = load(url);\nfor (auto one : found) { if (one.ok) { done.push_back(one.id); } }\nreturn done.size() > 3;'],
  ])('statements of %s are compared as a function’s', async (language, text) => {
    const found = await parseSnippet(text, language);
    expect(found).toMatchObject({ symbol: '', problems: 0 });
    expect(fingerprintsOf(found.fingerprint!)[0]!.size).toBeGreaterThan(20);
  });

  test('of several definitions the largest counts; nothing to compare is none', async () => {
    const small = 'function small(a, b, c) { return a + b * c - [a, b].length; }';
    expect(await parseSnippet(`${small}\n${UNLIKE[1]!}`, 'javascript')).toMatchObject({ symbol: 'load', definitions: 2 });
    expect((await parseSnippet('x', 'python')).fingerprint).toBeUndefined();
    expect((await parseSnippet('}}} ((( what', 'typescript')).problems).toBeGreaterThan(0);
  });
});
