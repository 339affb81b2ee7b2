import { corpusOf } from '../support/corpus';

const filler = (name: string): string => `// ${name} filler ${'words that say nothing of note '.repeat(10)}\n`.repeat(3);

/** Files large enough that each definition is a chunk of its own. */
export const openSample = () =>
  corpusOf({
    'src/router/index.ts': `${filler('one')}\nexport class RouteTable {\n${filler('two')}  lookupPath(path: string): string {\n    return path;\n  }\n}\n`,
    'src/router/keepAlive.ts': `${filler('three')}\nexport function startTimer(): number {\n  return 1;\n}\n`,
    'src/store/entry.ts': `${filler('four')}\nexport interface Entry {\n  readonly size: number;\n}\n\nexport const MAX_SIZE = 9;\n${filler('five')}\nfunction parseEntry(text: string): Entry {\n  return { size: text.length };\n}\nexport { parseEntry };\n`,
    'src/store/other.ts': `${filler('six')}\nexport function lookupPath(): void {}\n`,
    'lib/store/entry.ts': `${filler('seven')}\nexport const unrelated = 1;\n`,
    'docs/keep.md': '# Keep alive\n\nThe connection is kept alive by a timer.\n',
    'tools/run.py': 'def parse_entry(text):\n    return text\n',
  });
