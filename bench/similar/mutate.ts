/**
 * Clones made from real functions, by types as in Roy, Cordy, Koschke: Comparison and evaluation of code clone
 * detection techniques (2009): 1 other layout and comments; 2 other names and literal values, too; 3 statements
 * removed, and others of other functions put in, too. Trees are read by grammars, not by what is measured.
 */
import { Language, Parser, type Node } from 'web-tree-sitter';

export type CloneType = '1' | '2' | '3, 10 %' | '3, 25 %';
export const CLONE_TYPES: readonly CloneType[] = ['1', '2', '3, 10 %', '3, 25 %'];

export interface Mutator {
  /** A clone of the code; undefined when the grammar cannot read it, or it has too few statements for type 3. */
  clone(code: string, type: CloneType, random: () => number): string | undefined;
}

/** Code of a member is read inside of this. */
export interface Wrapping {
  readonly before: string;
  readonly after: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const NAME = /identifier$|^constant$/;
const VALUE = /^(?:string_fragment|string_content|number|integer|float|int_literal|float_literal|decimal_integer_literal|number_literal|integer_literal)$/;
const BLOCK = /^(?:block|statement_block|compound_statement|body_statement|statement_list)$/;

/** `donors`: code whose statements go into clones of type 3. */
export async function createMutator(grammar: string, comment: string, { before, after }: Wrapping, donors: readonly string[]): Promise<Mutator> {
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));

  function withTree<T>(code: string, use: (root: Node, text: string) => T): T | undefined {
    const text = before + code + after;
    const tree = parser.parse(text);
    try {
      return tree && !tree.rootNode.hasError ? use(tree.rootNode, text) : undefined;
    } finally {
      tree?.delete();
    }
  }

  const spare = donors.flatMap((code) => withTree(code, (root, text) => statementsOf(root, text).map(({ startIndex, endIndex }) => text.slice(startIndex, endIndex))) ?? [])
    .filter((text) => !text.includes('\n') && text.length > 10);

  function renamed(code: string, random: () => number): string | undefined {
    const names = new Map<string, string>();
    const salt = Math.floor(random() * 1e6).toString(36);
    return withTree(code, (root, text) => {
      const edits = leaves(root).flatMap(({ type, startIndex, endIndex, text: written }): Edit[] => {
        if (startIndex < before.length) return [];
        if (NAME.test(type)) {
          if (!names.has(written)) names.set(written, `n${names.size}${salt}`);
          return [{ start: startIndex, end: endIndex, text: names.get(written)! }];
        }
        if (!VALUE.test(type)) return [];
        return [{ start: startIndex, end: endIndex, text: /^\d/.test(written) ? String(Math.floor(random() * 1e4)) : `v${salt}` }];
      });
      return unwrapped(apply(text, edits));
    });
  }

  function laidOut(code: string, random: () => number): string | undefined {
    return withTree(code, (root, text) => {
      const edits = statementsOf(root, text).flatMap(({ startIndex }): Edit[] => {
        if (random() < 0.5) return [];
        const line = lineStart(text, startIndex);
        const indent = text.slice(line, startIndex);
        return [{ start: line, end: line, text: `${random() < 0.5 ? '\n' : ''}${indent}${comment} ${Math.floor(random() * 1e6)}\n` }];
      });
      return unwrapped(apply(text, edits));
    });
  }

  function edited(code: string, share: number, random: () => number): string | undefined {
    let clone: string | undefined = code;
    const count = withTree(code, (root, text) => statementsOf(root, text).length) ?? 0;
    if (count < 5) return undefined;
    for (let left = Math.max(1, Math.round(share * count)); left > 0; left -= 1) {
      const now: string = clone;
      clone = withTree(now, (root, text) => {
        const statements = statementsOf(root, text).filter(({ text: written }) => written.split('\n').length <= 3);
        const chosen = statements[Math.floor(random() * statements.length)];
        if (!chosen) return now;
        const line = lineStart(text, chosen.startIndex);
        const indent = text.slice(line, chosen.startIndex);
        const other = spare[Math.floor(random() * spare.length)] ?? '';
        const edit = random() < 0.5 && chosen.parent!.namedChildCount > 1
          ? { start: line, end: chosen.endIndex, text: '' }
          : { start: line, end: line, text: `${indent}${other}\n` };
        return unwrapped(apply(text, [edit]));
      }) ?? now;
    }
    return clone;
  }

  const unwrapped = (text: string): string => text.slice(before.length, text.length - after.length);

  return {
    clone(code, type, random) {
      if (type === '1') return laidOut(code, random);
      const other = renamed(code, random);
      if (other === undefined || type === '2') return other;
      return edited(other, type === '3, 10 %' ? 0.1 : 0.25, random);
    },
  };
}

/** Statements that stand on lines of their own. */
function statementsOf(root: Node, text: string): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    for (const child of node.namedChildren) {
      if (!child) continue;
      const own = BLOCK.test(node.type) && !child.type.includes('comment') && text.slice(lineStart(text, child.startIndex), child.startIndex).trim() === '';
      if (own) found.push(child);
      visit(child);
    }
  };
  visit(root);
  return found;
}

function leaves(root: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node.childCount === 0) found.push(node);
    else for (const child of node.children) if (child) visit(child);
  };
  visit(root);
  return found;
}

const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1;

function apply(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: other } of [...edits].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    result += text.slice(at, start) + other;
    at = end;
  }
  return result + text.slice(at);
}
