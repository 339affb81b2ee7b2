/** Fingerprints of the definitions in a tree-sitter tree: one pass with a cursor over each outermost one. */
import type { Language, Node, TreeCursor } from 'web-tree-sitter';
import type { PackedFingerprints, SymbolFact, SymbolKind } from '../../kernel';
import type { Definition } from '../treesitter/captures';
import { CALLABLES } from '../treesitter/rules';
import { createFingerprintBuilder, hashText, type FingerprintBuilder } from './builder';
import { CLEAR, createNodeKinds, EXPRESSION, MUTE, NAME, SIGN, VALUE, type NodeKinds } from './kinds';

export interface GrammarCode {
  readonly text: string;
  readonly root: Node;
  /** Sorted by place. */
  readonly definitions: readonly Definition[];
  /** Of each definition, the index of its symbol. */
  readonly symbolOf: ArrayLike<number>;
  readonly symbols: readonly SymbolFact[];
  /** Languages of one family have like trees. */
  readonly family: string;
}

const FUNCTION = 1;
const CLASS = 2;
const NAMED = 3;
const LITERAL = 4;

/** Types that hold code. */
const TYPES = new Set<SymbolKind>(['class', 'struct', 'trait']);
/** Nodes of one file that are looked at; the rest of a monstrous file goes without fingerprints. */
const NODES_MAX = 3_000_000;
/** Characters of a literal that tell it from others: both ends of a longer one do. */
const LITERAL_MAX = 1_000;

const kinds = new WeakMap<Language, NodeKinds>();

export function fingerprintsOfTree(code: GrammarCode): PackedFingerprints | undefined {
  const { language } = code.root.tree;
  let known = kinds.get(language);
  if (!known) kinds.set(language, (known = createNodeKinds(language)));
  const frames = framesOf(code);
  const builder = createFingerprintBuilder(code.family);
  const walker = createWalker(code.text, builder, known, frames);
  for (const [symbol, node] of frames.outermost) walker.walk(node, symbol);
  return builder.build();
}

interface Frames {
  /** By id of the node. */
  readonly byNode: ReadonlyMap<number, { readonly symbol: number; readonly code: number }>;
  readonly types: ReadonlySet<number>;
  readonly outermost: ReadonlyMap<number, Node>;
  /** Where names of definitions start, in order. */
  readonly names: Uint32Array;
}

function framesOf({ definitions, symbolOf, symbols }: GrammarCode): Frames {
  const byNode = new Map<number, { symbol: number; code: number }>();
  const types = new Set<number>();
  const outermost = new Map<number, Node>();
  const names: number[] = [];
  let end = -1;
  definitions.forEach(({ node, nameStart, kind }, index) => {
    const symbol = symbolOf[index]!;
    const fact = symbols[symbol];
    // Where a definition is only local, its place has the number of the one around it.
    if (!kind || !fact || byNode.has(node.id)) return;
    const isCallable = CALLABLES.has(fact.kind);
    if (isCallable ? fact.complexity === 0 : !TYPES.has(fact.kind)) return;
    byNode.set(node.id, { symbol, code: isCallable ? FUNCTION : CLASS });
    types.add(node.typeId);
    names.push(nameStart);
    if (node.startIndex < end) return;
    end = node.endIndex;
    outermost.set(symbol, node);
  });
  return { byNode, types, outermost, names: Uint32Array.from(names).sort() };
}

interface Walker {
  /** All of a node as the code of a symbol. */
  walk(node: Node, symbol: number): void;
}

/** What has to be undone when a node ends. */
const ENTERED = 1;
const OPENED = 2;

function createWalker(text: string, builder: FingerprintBuilder, { roleOf, codeOf }: NodeKinds, frames: Frames): Walker {
  const open: number[] = [];
  let left = NODES_MAX;

  return {
    walk(node, symbol) {
      const cursor = node.walk();
      try {
        open.push(start(symbol, frames.byNode.get(node.id)!.code));
        if (cursor.gotoFirstChild()) visitSiblings(cursor);
      } finally {
        while (open.length > 0) finish(open.pop()!);
        cursor.delete();
      }
    },
  };

  function visitSiblings(cursor: TreeCursor): void {
    const base = open.length;
    for (;;) {
      left -= 1;
      if (left < 0) return;
      const entered = enter(cursor);
      if (entered >= 0 && cursor.gotoFirstChild()) {
        open.push(entered);
        continue;
      }
      finish(entered);
      while (!cursor.gotoNextSibling()) {
        if (open.length === base) return;
        cursor.gotoParent();
        finish(open.pop()!);
      }
    }
  }

  /** What `finish` has to undo; negative when what is inside is left out. */
  function enter(cursor: TreeCursor): number {
    const type = cursor.nodeTypeId;
    const role = roleOf(type);
    if (frames.types.has(type)) {
      const frame = frames.byNode.get(cursor.nodeId);
      if (frame) return start(frame.symbol, frame.code);
    }
    switch (role) {
      case MUTE:
        return -1;
      case CLEAR:
        return 0;
      case NAME:
        addName(cursor.startIndex, cursor.endIndex);
        return -1;
      case VALUE:
        builder.leaf(LITERAL, valueText(cursor.startIndex, cursor.endIndex));
        return 0;
      case SIGN:
        builder.enter(hashText(text.slice(cursor.startIndex, cursor.endIndex)));
        return ENTERED;
      case EXPRESSION:
        if (isComment(cursor)) return -1;
        break;
      default:
    }
    builder.enter(codeOf(type));
    return ENTERED;
  }

  function finish(entered: number): void {
    if (entered <= 0) return;
    builder.leave();
    if (entered & OPENED) builder.close();
  }

  function start(symbol: number, code: number): number {
    builder.open(symbol);
    builder.enter(code);
    return ENTERED | OPENED;
  }

  function addName(from: number, to: number): void {
    if (!holdsOne(frames.names, from, to)) builder.leaf(NAMED, text.slice(from, to));
  }

  function valueText(from: number, to: number): string {
    if (to - from <= LITERAL_MAX) return text.slice(from, to);
    return `${text.slice(from, from + LITERAL_MAX / 2)}${to - from}${text.slice(to - LITERAL_MAX / 2, to)}`;
  }

  /** A string that nothing is done with documents what is around it. */
  function isComment(cursor: TreeCursor): boolean {
    if (!cursor.gotoFirstChild()) return false;
    const alone = roleOf(cursor.nodeTypeId) === VALUE && !cursor.gotoNextSibling();
    cursor.gotoParent();
    return alone;
  }
}

/** Whether one of some sorted numbers lies in [from, to). */
function holdsOne(numbers: Uint32Array, from: number, to: number): boolean {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low < numbers.length && numbers[low]! < to;
}
