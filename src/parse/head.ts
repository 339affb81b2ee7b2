/** Declaration text without what must not be kept: comments, and the contents of strings. */
import { ts } from 'ts-morph';
import { LIMITS } from '../kernel';

/** A stretch of the text and what stands for it. */
interface Literal {
  readonly start: number;
  readonly end: number;
  readonly stand: string;
}

/** Where none of these is, there are no comments, strings, templates, patterns or markup. */
const MAY_HIDE = /['"`/]/;
const COMMENT = /\/\*[^]*?(?:\*\/|$)|\/\/[^\n\r\u2028\u2029]*/g;

/**
 * The text of `node` up to `end` (a body or a value starts there) on one line: no comments, `'…'`
 * for each string, template, pattern and markup text. Names keep theirs: a quoted name is a name.
 */
export function headOf(source: ts.SourceFile, node: ts.Node, end: number): string {
  const start = node.getStart(source);
  const plain = source.text.slice(start, end);
  if (!MAY_HIDE.test(plain)) return oneLine(plain).trim().slice(0, LIMITS.signatureMaxChars);
  const literals: Literal[] = [];
  collectLiterals(node, source, end, 0, literals);
  let head = '';
  let at = start;
  for (const { start: from, end: to, stand } of literals) {
    head += tidy(source.text.slice(at, from)) + stand;
    at = to;
    if (head.length > LIMITS.signatureMaxChars) break;
  }
  if (head.length <= LIMITS.signatureMaxChars) head += tidy(source.text.slice(at, end));
  return head.trim().slice(0, LIMITS.signatureMaxChars);
}

/** Deeper heads are cut: see DEPTH_MAX of the walk. */
const DEPTH_MAX = 500;

function collectLiterals(node: ts.Node, source: ts.SourceFile, end: number, depth: number, into: Literal[]): void {
  const { name } = node as ts.NamedDeclaration;
  ts.forEachChild(node, (child) => {
    if (child.pos >= end) return true;
    const stand = standFor(child);
    if (stand === undefined && depth < DEPTH_MAX) collectLiterals(child, source, end, depth + 1, into);
    else if (child !== name) into.push({ start: child.getStart(source), end: child.end, stand: stand ?? '…' });
    return undefined;
  });
}

function standFor(node: ts.Node): string | undefined {
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
      return "'…'";
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
    case ts.SyntaxKind.TemplateExpression:
    case ts.SyntaxKind.TemplateLiteralType:
      return '`…`';
    case ts.SyntaxKind.RegularExpressionLiteral:
      return '/…/';
    case ts.SyntaxKind.JsxText:
      return '…';
    default:
      return undefined;
  }
}

const tidy = (text: string): string => oneLine(text.includes('/') ? text.replace(COMMENT, ' ') : text);

/** Most heads are one line already: looking is quicker than replacing. */
const oneLine = (text: string): string => (/\s\s|[^\S ]/.test(text) ? text.replace(/\s+/g, ' ') : text);
