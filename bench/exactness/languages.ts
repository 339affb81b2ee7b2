/** Who tells the truth about which language, and what of it does not count. */
import { bashTruth } from './bash';
import { blankC, blankRust } from './blank';
import type { Exception, OurDefinition, Rules } from './compare';
import { navigationTruth } from './navigation';
import { csharpTruth, kotlinTruth } from './packaged';
import { scalaTruth } from './scala';
import { ctagsTruth, goTruth, pythonTruth, rubyTruth, type TrueDefinition, type TruthMaker } from './truth';

export interface Judge extends Rules {
  readonly truth: TruthMaker;
}

const line = (why: string, pattern: RegExp, kinds?: readonly string[]): Exception<TrueDefinition> => ({
  why,
  is: ({ kind }, text) => pattern.test(text) && (kinds?.includes(kind) ?? true),
});
const unknownKinds = (why: string, ...kinds: readonly string[]): Exception<OurDefinition> => ({ why, is: ({ kind }) => kinds.includes(kind) });
/** Operators without the spaces that each side leaves elsewhere. */
const operatorName = (written: string): string => (/^operator\b/.test(written) ? written.replace(/\s*([^\w\s])\s*/g, '$1') : written);
const RECORD = /\brecord\s/;
const NAMELESS = { why: 'ctags makes names for what has none', is: ({ name: made }: TrueDefinition) => /^__anon|^</.test(made) };

const SCRIPT: Judge = {
  truth: navigationTruth,
  imports: ['alias'],
  unknown: [
    { why: 'members of type aliases, which the tree does not go into', is: ({ outer }) => outer?.kind === 'type' },
    { why: 'types in comments before functions and classes, which the tree does not look at', is: ({ symbol }) => /^@(?:typedef|callback)\b/.test(symbol.signature) },
    { why: 'functions set on members of a class at the top of a file, which the tree loses when it puts the two together', is: ({ symbol }) => symbol.parent < 0 && symbol.kind === 'method' && /^[\w$]+(?:\.[\w$]+)+ = /.test(symbol.signature) },
  ],
};

const MACRO_CALL = line('ctags takes calls of macros for prototypes', /^\s*(?:static\s+)?[A-Z][A-Z0-9_]+\(.*/, ['prototype']);

/** `LIST_ENTRY(name)` alone on its line, whatever follows. */
const LISTED_CALL = line('ctags takes calls of macros for prototypes', /^\s*[A-Z][A-Z0-9_]+\([^()]*\)\s*$/, ['prototype']);
const OTHER_BRANCH: Exception<OurDefinition> = {
  why: 'macros in branches of conditions that ctags passes over',
  is: ({ kind, name }, text) => kind === 'macro' && new RegExp(`^\\s*#\\s*define\\s+${name}\\b`).test(text),
};

/** No program that knows Swift or the documents was found: their golden folders are all there is. */
export const JUDGES: Readonly<Record<string, Judge>> = {
  typescript: SCRIPT,
  tsx: SCRIPT,
  javascript: SCRIPT,
  jsx: SCRIPT,
  python: { truth: pythonTruth },
  go: { truth: goTruth, modules: ['package'], localsUnknown: true },
  java: {
    truth: ctagsTruth('Java', { functions: ['method'] }),
    modules: ['package'],
    unknown: [{ why: 'records, which ctags does not know', is: ({ symbol, outer }) => RECORD.test(symbol.signature) || (outer !== undefined && RECORD.test(outer.signature)) }],
    wrong: [line('ctags takes an annotation for an enum constant', /^\s*@/, ['enumConstant']), line('ctags takes a default value for a field', /\bdefault\b/, ['field'])],
    localsUnknown: true,
  },
  csharp: { truth: csharpTruth, modules: ['namespace'] },
  rust: {
    truth: ctagsTruth('Rust', { blank: blankRust, functions: ['function', 'method'] }),
    notAsked: new Map([['implementation', 'an `impl` names what it holds but is no definition']]),
    wrong: [line('`mod name;` is an import of a file', /^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+\w+;/)],
    unknown: [unknownKinds('associated types and constants, which ctags does not list', 'type', 'constant')],
    localsUnknown: true,
  },
  c: { truth: ctagsTruth('C', { kinds: '+px-h', functions: ['function'], blank: blankC }), wrong: [NAMELESS, LISTED_CALL], unknown: [OTHER_BRANCH], localsUnknown: true },
  cpp: {
    truth: ctagsTruth('C++', { kinds: '+pxA-h', functions: ['function'], blank: blankC }),
    wrong: [
      NAMELESS, MACRO_CALL, LISTED_CALL,
      line('templates instantiated by hand declare nothing new', /^\s*(?:extern\s+)?template\s+[^<\s]/, ['prototype', 'externvar', 'variable']),
      line('ctags takes calls of macros for enumerators', /^\s*[A-Z][A-Z0-9_]+\(/, ['enumerator']),
      line('ctags takes conditions for prototypes', /^\s*(?:static_assert\s*\(|offsetof\()/, ['prototype']),
    ],
    unknown: [
      { why: 'ctags does not know types that start with `::`', is: (_, text) => /^\s*(?:static\s+)?::/.test(text) },
      { why: 'declarations of friends, which ctags does not list', is: (_, text) => /^\s*friend\b/.test(text) },
      { why: 'destructors that override, which ctags does not list', is: (_, text) => /~\w+\(\)\s*override\b/.test(text) },
      OTHER_BRANCH,
    ],
    nameOf: ({ name: written }) => operatorName(written),
    ownName: operatorName,
    localsUnknown: true,
  },
  php: {
    truth: ctagsTruth('PHP', { functions: ['function', 'method'] }), modules: ['namespace'], imports: ['alias'],
    wrong: [line('variables of anonymous functions', /^(?!.*\b(?:public|protected|private|static|var|readonly)\b)/, ['variable'])],
    localsUnknown: true,
  },
  ruby: {
    truth: rubyTruth,
    unknown: [
      { why: 'methods made by a call (`alias_method`, `define_method`, `def_delegator`)', is: ({ kind }, text) => kind === 'method' && !/\bdef\s/.test(text) },
      unknownKinds('variables', 'variable'),
    ],
    localsUnknown: true,
  },
  kotlin: { truth: kotlinTruth, modules: ['package'], ownName: (written) => written.replace(/^`|`$/g, '') },
  scala: { truth: scalaTruth, ownName: (written) => written.replace(/^`|`$/g, '') },
  bash: { truth: bashTruth },
};
