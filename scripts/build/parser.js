/**
 * The parser of the compiler that ts-morph bundles, without its checker, emitter and language service:
 * an eighth of the code to load in every analysis thread. The compiler comes as one file of functions
 * and variables, each of its modules marked by a comment; what stands in modules that come after the
 * parser is made so that esbuild may leave out whatever the parser does not reach.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const ts = require('typescript');
const { leanNodes, leanParser } = require('./lean');

const EXPORTS = 'module.exports = __toCommonJS(typescript_exports);';
const END = '// Annotate the CommonJS export names';
/** The first module that parsing does without. */
const AFTER_PARSER = '// src/compiler/commandLineParser.ts';
/** Gives nodes their methods: `getStart`, `getText`, … */
const NODE_METHODS = 'setObjectAllocator(';

/** @returns the parser as an ES module that exports `ts` with those of its members that files in `users` name. */
function parserModule(file, users) {
  const text = readFileSync(file, 'utf8');
  const table = text.indexOf('var typescript_exports = {}');
  const start = text.indexOf(EXPORTS);
  const after = text.indexOf(AFTER_PARSER);
  const end = text.indexOf(END);
  if ([table, start, after, end].includes(-1)) throw new Error(`${file} is not built as expected: see scripts/build/parser.js`);
  const helpers = text.slice(text.indexOf('var __defProp'), table);
  const exported = new Set([...text.slice(table, start).matchAll(/^ {2}(\w+): \(\) =>/gm)].map(([, name]) => name));
  const needed = [...namesUsed(users)].filter((name) => exported.has(name)).sort();
  const kept = leanParser(text.slice(start + EXPORTS.length, after));
  return `${helpers}${kept}\n${optional(leanNodes(text.slice(after, end)))}\nexport const ts = { ${needed.join(', ')} };\n`;
}

function namesUsed(folder) {
  const names = new Set();
  for (const file of readdirSync(folder, { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    for (const [, name] of readFileSync(join(folder, file), 'utf8').matchAll(/\bts\.(\w+)/g)) names.add(name);
  }
  return names;
}

/** Statements that only have effects go; variables become droppable. Functions and classes are so already. */
function optional(text) {
  const source = ts.createSourceFile('compiler.js', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const parts = source.statements.map((statement) => {
    const written = text.slice(statement.getStart(source), statement.end);
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return written;
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.map((each) => droppable(each, text, source)).join('\n');
    return written.startsWith(NODE_METHODS) ? written : '';
  });
  return parts.join('\n');
}

function droppable({ name, initializer }, text, source) {
  const target = text.slice(name.getStart(source), name.end);
  if (!initializer) return `var ${target};`;
  return `var ${target} = /* @__PURE__ */ (() => (${text.slice(initializer.getStart(source), initializer.end)}))();`;
}

module.exports = { parserModule };
