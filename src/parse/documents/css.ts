/** Parts of CSS: rules by their selectors, at-rules, and custom properties (kind `key`) in the rule that sets them. */
import type { CssNode } from 'css-tree';
import parse from 'css-tree/parser';
import { LIMITS } from '../../kernel';
import type { Outline } from './outline';

/** The parser calls itself for each level, so nesting too deep for the stack throws a RangeError. */
export function outlineCss(text: string, outline: Outline): void {
  const root = parse(text, {
    positions: true,
    parseAtrulePrelude: false,
    parseRulePrelude: false,
    parseValue: false,
    parseCustomProperty: false,
    onParseError: ({ message, offset }) => outline.problem(offset, message),
  });
  if (root.type === 'StyleSheet') root.children.forEach((node) => addNode(node, -1, 1, text, outline));
}

function addNode(node: CssNode, parent: number, depth: number, text: string, outline: Outline): void {
  if (!node.loc || outline.isFull()) return;
  const [start, end] = [node.loc.start.offset, node.loc.end.offset];
  if (node.type === 'Declaration') {
    if (node.property.startsWith('--')) outline.add({ kind: 'key', name: node.property, start, end, parent });
    return;
  }
  if (node.type !== 'Rule' && node.type !== 'Atrule') return;
  const { block, prelude } = node;
  const head = prelude?.loc ? withoutComments(text.slice(prelude.loc.start.offset, prelude.loc.end.offset)) : '';
  const name = node.type === 'Rule' ? head : `@${node.name} ${head}`;
  const part = outline.add({ kind: 'selector', name, start, end, parent, signature: name });
  if (block && part >= 0 && depth < LIMITS.documentDepthMax) block.children.forEach((inner) => addNode(inner, part, depth + 1, text, outline));
}

const withoutComments = (head: string): string => head.replace(/\/\*[^]*?(?:\*\/|$)/g, ' ');
