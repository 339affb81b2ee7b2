/** Who tells the truth about which language, and what of it does not count. */
import type { Rules } from './compare';
import { ctagsTruth, pythonTruth, type TrueDefinition, type TruthMaker } from './truth';

export interface Judge extends Rules {
  readonly truth: TruthMaker;
}

const PACKAGES = 'packages are the file’s `module`';
const line = (why: string, pattern: RegExp, kinds?: readonly string[]) => ({
  why,
  is: ({ kind }: TrueDefinition, text: string) => pattern.test(text) && (kinds?.includes(kind) ?? true),
});
const name = (why: string, pattern: RegExp) => ({ why, is: (definition: TrueDefinition) => pattern.test(definition.name) });
const NAMELESS = name('things without a name', /^__anon/);

/** Programs that know Swift, Scala or the documents are not at hand: their golden folders are all there is. */
export const JUDGES: Readonly<Record<string, Judge>> = {
  python: { truth: pythonTruth, leftOut: {}, unknown: ['variable', 'constant', 'property', 'type'] },
  go: {
    truth: ctagsTruth('Go'),
    leftOut: { package: PACKAGES, packageName: 'names of imports', anonMember: 'embedded types are heritage', unknown: 'no definition' },
    unknown: [],
    localsUnknown: true,
  },
  java: {
    truth: ctagsTruth('Java'),
    leftOut: { package: PACKAGES },
    wrong: [line('ctags takes an annotation for an enum constant', /^\s*@/, ['enumConstant']), line('ctags takes a default value for a field', /\bdefault\b/, ['field'])],
    unknown: [],
    localsUnknown: true,
  },
  csharp: {
    truth: ctagsTruth('C#'),
    leftOut: { macro: 'conditional symbols of the compiler', typedef: 'aliases of imports' },
    wrong: [line('ctags reads on in text of a verbatim string', /^[^@]*(?:\\|""|<|\{")/, ['field', 'property'])],
    nameOf: ({ name: written, kind }) => (kind === 'namespace' ? written : written.replace(/^operator\s+|^.*\.(?=\w)/g, '')),
    unknown: [],
    localsUnknown: true,
  },
  rust: {
    truth: ctagsTruth('Rust'),
    leftOut: { implementation: 'an `impl` names what it holds but is no definition' },
    wrong: [
      line('`mod name;` is an import of a file', /^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+\w+;/),
      line("ctags takes the type of `&'static …` for the name", /(?:const|static)\b.*'static\b/),
    ],
    unknown: ['type'],
    localsUnknown: true,
  },
  c: { truth: ctagsTruth('C', '+px-h'), leftOut: {}, wrong: [NAMELESS], unknown: [], localsUnknown: true },
  cpp: {
    truth: ctagsTruth('C++', '+pxA-h'),
    leftOut: {},
    wrong: [NAMELESS],
    nameOf: ({ name: written }) => written.replace(/^operator (?=[^\w\s])/, 'operator'),
    unknown: [],
    localsUnknown: true,
  },
  php: { truth: ctagsTruth('PHP'), leftOut: { namespace: PACKAGES, alias: 'names of imports' }, unknown: [], localsUnknown: true },
  ruby: {
    truth: ctagsTruth('Ruby'),
    leftOut: { library: 'imports' },
    wrong: [line('ctags takes a comparison for a definition', /==|=~/, ['constant'])],
    nameOf: ({ name: written, kind }) => (kind === 'accessor' ? written.replace(/=$/, '') : written),
    unknown: [],
    localsUnknown: true,
  },
  kotlin: {
    truth: ctagsTruth('Kotlin'),
    leftOut: { package: PACKAGES, constant: 'ctags lists local values, too', variable: 'ctags lists local variables, too' },
    wrong: [name('lambdas have no name', /^<(?:lambda|anonymous)>$/), line('ctags takes calls with a lambda for methods', /^(?!.*\bfun\b)/, ['method'])],
    unknown: ['constant', 'variable', 'property', 'constructor'],
    localsUnknown: true,
  },
  bash: {
    truth: ctagsTruth('Sh'),
    leftOut: { script: 'imports', heredoc: 'no definition' },
    wrong: [name('ctags takes an array for a function', /=$/)],
    unknown: ['variable', 'constant'],
    localsUnknown: true,
  },
};
