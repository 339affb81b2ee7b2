/**
 * Takes from the compiler's parser the work that only later stages of a compiler profit from: what each node
 * says of the language levels in it, fields for the binder and the emitter, brackets for trees that were not
 * parsed. Trees keep their kinds, places, names and errors: test/build/parser.test.ts compares them.
 */
const ts = require('typescript');

/** Fields that a parsed tree does not need; the parser sets them empty on every node. */
const UNREAD = new Set([
  'transformFlags', 'modifierFlagsCache', 'id', 'parent', 'original', 'emitNode', 'jsDoc', 'jsDocCache', 'symbol', 'localSymbol', 'locals',
  'nextContainer', 'flowNode', 'endFlowNode', 'returnFlowNode',
]);
/** What makes nodes, and what it calls to sum up the first of these fields over a list. */
const FACTORY = 'createNodeFactory';
const SUM = 'aggregateChildrenFlags';
const NODE_CLASSES = /^(?:Node|TokenOrIdentifier|Identifier)Object$/;
/** Brackets are not needed round what was parsed: of these calls, which argument they give back; of others the first. */
const GIVEN_BACK = { parenthesizeLeftSideOfBinary: 1, parenthesizeRightSideOfBinary: 2 };

/**
 * Of all that is taken away the parser itself asks for one thing: whether a statement may hold an `await` outside
 * of functions, since the file is then read again as a module of that kind. That is found out where it is asked.
 */
const ASKED = [
  ['!!(node.transformFlags & 67108864 /* ContainsPossibleTopLevelAwait */)', 'mentionsAwait(node)'],
  [
    'sourceFile.transformFlags & 67108864 /* ContainsPossibleTopLevelAwait */)',
    'identifiers.has("await") && sourceFile.statements.some(passesAwaitOn))',
  ],
];
/** Setting a length leaves compiled code, at each look ahead; hardly ever is there an error to be forgotten. */
const FORGET = 'parseDiagnostics.length = saveParseDiagnosticsLength;';
const FORGET_IF_ANY = `if (parseDiagnostics.length !== saveParseDiagnosticsLength) ${FORGET}`;

const AWAIT = `
function mentionsAwait(node) {
  if (node.kind === 80 /* Identifier */) return node.escapedText === "await";
  if (node.kind >= 271 /* NamespaceExportDeclaration */ && node.kind <= 282 /* ExportSpecifier */) return false;
  const inner = node.kind === 176 /* ClassStaticBlockDeclaration */ ? void 0 : node.body;
  return !!forEachChild(node, (child) => child !== inner && !(child === node.name && child.kind === 80 /* Identifier */) && passesAwaitOn(child));
}
function passesAwaitOn(node) {
  return !(getTransformFlagsSubtreeExclusions(node.kind) & 67108864 /* ContainsPossibleTopLevelAwait */) && mentionsAwait(node);
}
`;

/** @returns the compiler's text up to its parser, without that work. */
function leanParser(text) {
  let asked = text;
  for (const [from, to] of ASKED) {
    if (asked.split(from).length !== 2) throw changed(from);
    asked = asked.replace(from, to);
  }
  if (!asked.includes(FORGET)) throw changed(FORGET);
  asked = asked.replaceAll(FORGET, FORGET_IF_ANY);
  return `${leanNodes(asked)}${AWAIT}`;
}

const changed = (part) => new Error(`The compiler's parser has changed: see scripts/build/lean.js (${part})`);

/** @returns the text without the statements that set what nobody reads, in the factory and the classes of nodes. */
function leanNodes(text) {
  const source = ts.createSourceFile('compiler.js', text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
  const edits = [];
  const written = (node) => text.slice(node.getStart(source), node.end);
  const visit = (node) => {
    if (ts.isExpressionStatement(node) && isUnread(node.expression, written)) {
      edits.push({ node, by: ';' });
      return;
    }
    const kept = ts.isCallExpression(node) ? givenBack(node, written) : undefined;
    if (kept) edits.push({ node, by: written(kept) });
    else ts.forEachChild(node, visit);
  };
  for (const statement of source.statements) if (isOfNodes(statement)) visit(statement);
  let lean = '';
  let at = 0;
  for (const { node, by } of edits) {
    lean += text.slice(at, node.getStart(source)) + by;
    at = node.end;
  }
  return lean + text.slice(at);
}

function isOfNodes(statement) {
  if (ts.isFunctionDeclaration(statement)) return statement.name.text === FACTORY;
  return ts.isVariableStatement(statement) && NODE_CLASSES.test(statement.declarationList.declarations[0].name.text ?? '');
}

function isUnread(expression, written) {
  if (ts.isCallExpression(expression)) return written(expression.expression) === SUM;
  if (!ts.isBinaryExpression(expression) || !ts.isPropertyAccessExpression(expression.left)) return false;
  const { left, operatorToken, right } = expression;
  if (!UNREAD.has(left.name.text) || operatorToken.kind < ts.SyntaxKind.FirstAssignment) return false;
  return left.name.text === 'transformFlags' || /^(?:void 0|0(?: \/\*.*)?)$/.test(written(right));
}

function givenBack({ expression, arguments: given }, written) {
  if (!ts.isPropertyAccessExpression(expression) || written(expression.expression) !== 'parenthesizerRules()') return undefined;
  return given[GIVEN_BACK[expression.name.text] ?? 0];
}

module.exports = { leanParser, leanNodes };
