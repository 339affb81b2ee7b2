/** Truth about shell scripts: the parser of shfmt, as JavaScript. */
import { loadPackage, readBy } from './packaged';
import type { TrueDefinition } from './truth';

interface Place {
  Line(): number;
  Offset(): number;
}

interface Named {
  readonly Value: string;
  Pos(): Place;
}

interface ShellNode {
  readonly Name?: Named | null;
  readonly Assigns?: readonly ShellNode[];
  readonly Args?: readonly ShellNode[];
  /** Of an assignment without a value: `local name`. */
  readonly Naked?: boolean;
  readonly Index?: ShellNode | null;
  Lit?(): string;
  Pos(): Place;
}

interface Shell {
  readonly syntax: {
    readonly LangBash: number;
    readonly LangMirBSDKorn: number;
    Variant(language: number): unknown;
    NewParser(...options: readonly unknown[]): { Parse(text: string, name: string): ShellNode };
    NodeType(node: ShellNode): string;
    Walk(node: ShellNode, visit: (node: ShellNode | null) => boolean): void;
  };
}

type Definition = Omit<TrueDefinition, 'path'>;

/** Functions, aliases, and variables where they are assigned outside of functions. */
export const bashTruth = readBy('mvdan/sh', () => {
  const { syntax } = loadPackage('mvdan-sh@0.10.1', 'index.js') as Shell;
  return (text, path) => {
    // The package names three of its languages; Bats comes next.
    const language = path.endsWith('.bats') ? syntax.LangMirBSDKorn + 1 : syntax.LangBash;
    const file = syntax.NewParser(syntax.Variant(language)).Parse(text, path);
    const found: Definition[] = [];
    const assigned = new Set<string>();
    const given = new Set<number>();
    const open: string[] = [];
    syntax.Walk(file, (node) => {
      if (!node) {
        open.pop();
        return true;
      }
      found.push(...definitionsOf(node, open));
      open.push(syntax.NodeType(node));
      return true;
    });
    return found;

    function definitionsOf(node: ShellNode, outer: readonly string[]): Definition[] {
      const type = syntax.NodeType(node);
      // Tests of Bats are functions, too.
      const local = outer.includes('FuncDecl') || outer.includes('TestDecl');
      if (type === 'FuncDecl') return [definition(node.Name!, 'function', local)];
      if (type === 'CallExpr' && node.Args?.length) for (const { Pos } of node.Assigns ?? []) given.add(Pos().Offset());
      if (type === 'CallExpr' && node.Args?.[0]?.Lit?.() === 'alias') return aliases(node.Args.slice(1));
      if (type !== 'Assign' || !node.Name || node.Naked || node.Index) return [];
      return [{ ...definition(node.Name, 'variable', local), notAsked: notAsked(node, local) }];
    }

    function notAsked(node: ShellNode, local: boolean): string | undefined {
      const name = node.Name!.Value;
      if (given.has(node.Pos().Offset())) return 'variables of one command';
      if (!local && assigned.has(name)) return 'assigned again, which is a use';
      if (!local) assigned.add(name);
      return undefined;
    }
  };
});

const definition = (name: Named, kind: string, local: boolean): Definition => ({ name: name.Value, line: name.Pos().Line(), kind, local });

const aliases = (words: readonly ShellNode[]): Definition[] =>
  words.flatMap((word) => {
    const name = /^[^=]+(?==)/.exec(word.Lit?.() ?? '')?.[0];
    return name === undefined ? [] : [{ name, line: word.Pos().Line(), kind: 'alias' }];
  });
