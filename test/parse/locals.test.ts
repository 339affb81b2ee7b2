import { localsAt } from '../../src/parse';

/** `name: type` of each local at the line that holds the mark, in order. */
async function at(path: string, text: string, mark = 'HERE'): Promise<string[]> {
  const line = text.split('\n').findIndex((each) => each.includes(mark)) + 1;
  return (await localsAt(path, text, line)).map(({ name, kind, type }) => `${kind} ${name}${type ? `: ${type}` : ''}`);
}

describe('TypeScript', () => {
  test('inner scopes first, in each the order of the text', async () => {
    const text = `
      const outside = 1;
      export function total<T extends Price>(prices: T[], { tax, rates: [first, ...rest] }: Options, ...more: number[]): number {
        const sum = 0;
        let count: number = 0;
        function inner(x: string) { return x; }
        class Local {}
        type Alias = string;
        for (const price of prices) {
          try { count += 1; } catch (error) { log(error); } // HERE
        }
        var later = 2;
        return sum;
      }
    `;
    expect(await at('a.ts', text)).toEqual([
      'variable error', 'constant price',
      'constant sum', 'variable count: number', 'function inner', 'class Local', 'type Alias',
      'parameter prices: T[]', 'parameter tax', 'parameter first', 'parameter rest', 'parameter more: number[]', 'type T: Price',
    ]);
  });

  test('nothing at module level, and only what holds the line', async () => {
    const text = 'const a = 1;\nfunction f(x: number) {\n  return x;\n}\nconst b = 2; // HERE\n';
    expect(await at('a.ts', text)).toEqual([]);
    expect(await localsAt('a.ts', text, 99)).toEqual([]);
    expect(await localsAt('a.ts', text, 0)).toEqual([]);
  });

  test('an inner name hides an outer one', async () => {
    const text = 'function f(x: string) {\n  return (x: number) => {\n    return x; // HERE\n  };\n}\n';
    expect(await at('a.ts', text)).toEqual(['parameter x: number']);
  });

  test('methods, constructors, named expressions, switches and loops', async () => {
    const text = `class A<T> {
  constructor(private readonly store: Store) {}
  go(input: T) {
    const self = function again(n: number) {
      switch (n) {
        case 1: { break; }
        case 2:
          const two = 2;
          for (let i = 0; i < n; i += 1) use(i); // HERE
      }
    };
  }
}`;
    expect(await at('a.ts', text)).toEqual([
      'variable i', 'constant two', 'parameter n: number', 'function again', 'constant self', 'parameter input: T', 'type T',
    ]);
    expect(await at('a.ts', text, 'private readonly')).toEqual(['parameter store: Store', 'type T']);
  });

  test('JavaScript and markup', async () => {
    const text = "export default function Page({ user }) {\n  const name = user.name;\n  return <p onClick={(event) => go(event)}>{name}</p>; // HERE\n}\n";
    for (const path of ['a.jsx', 'a.js', 'a.tsx']) expect(await at(path, text)).toEqual(['parameter event', 'constant name', 'parameter user']);
  });

  test('half of a file is enough', async () => {
    expect(await at('a.ts', 'function f(a: number) {\n  const b = ; // HERE\n')).toEqual(['constant b', 'parameter a: number']);
  });
});

describe('other languages', () => {
  test('Python', async () => {
    const text = 'LIMIT = 3\n\ndef total(rows: list, tax=0):\n    result = 0\n    for row in rows:\n        result += row["a"]  # HERE\n    return result\n\ndef other(hidden):\n    pass\n';
    expect(await at('a.py', text)).toEqual(['parameter rows: list', 'parameter tax', 'variable result', 'variable row']);
  });

  test('Go', async () => {
    const text = 'package a\n\nfunc Total(rows []Row, tax int) (sum int) {\n\tfor _, row := range rows {\n\t\tsum += row.Amount // HERE\n\t}\n\treturn\n}\n';
    const found = await at('a.go', text);
    expect(found).toEqual(expect.arrayContaining(['parameter rows: []Row', 'parameter tax: int']));
    expect(found.join()).toContain(' row');
  });

  test('Java', async () => {
    const text = 'class A {\n  int total(List<Row> rows) {\n    int sum = 0;\n    for (Row row : rows) sum += row.amount; // HERE\n    return sum;\n  }\n}\n';
    const found = await at('A.java', text);
    expect(found).toEqual(expect.arrayContaining(['parameter rows: List<Row>']));
    expect(found.join()).toContain(' sum');
  });

  test('languages without a parser have none', async () => {
    expect(await at('a.md', '# HERE\n')).toEqual([]);
    expect(await at('a.lua', 'local x = 1 -- HERE\n')).toEqual([]);
  });
});
