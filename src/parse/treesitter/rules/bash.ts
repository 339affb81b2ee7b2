import type { Node } from 'web-tree-sitter';
import type { ImportFact, SymbolKind } from '../../../kernel';
import { childOf, field } from '../parameters';
import type { Described, LanguageRules, Read } from '../rules';

export const BASH: LanguageRules = {
  modifiers: new Set(['export', 'readonly', 'declare', 'local', 'typeset']),
  selves: {},
  oddNames: true,
  assignmentDefines: true,
  assignmentIsGlobal: true,
  noMembers: true,
  nameOf: (name) => name.replace(/=$/, ''),
  kindOf,
  importsOf,
};

/** What `readonly` or `declare -r` declares does not change. */
function kindOf({ kind, node, read }: Omit<Described, 'modifiers' | 'decorators'>): SymbolKind {
  if (kind !== 'variable' || node.type !== 'declaration_command') return kind;
  return /^(?:readonly\b|\w+\s+-\w*r)/.test(read(node)) ? 'constant' : kind;
}

/** A path that is put together from variables leaves its written end: `"$dir/env.sh"` is `./env.sh`. */
function importsOf(command: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const name = childOf(command, 'command_name');
  const path = field(command, ['argument']);
  if (!name || !path) return [];
  const written = read(path).replace(/^["']|["']$/g, '');
  const specifier = /[$`]/.test(written) ? /[\w./-]+$/.exec(written)?.[0].replace(/^\//, './') : written;
  return specifier ? [{ specifier, names: ['*'], locals: ['*'] }] : [];
}
