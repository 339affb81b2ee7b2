import type { Node } from 'web-tree-sitter';
import type { ImportFact, SymbolKind } from '../../../kernel';
import { childOf, field } from '../parameters';
import type { Described, LanguageRules, Prepared, Read } from '../rules';

export const BASH: LanguageRules = {
  prepare,
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

/**
 * The first pattern of a `case`, with code right behind it: `*)code=1` and `"")code` are errors to the grammar, which
 * looks for a name or a string to go on. A number is a pattern, too.
 */
const FIRST_PATTERN = /(\bin(?:\s|(?<=\s)#[^\n]{0,500}\n){1,200}\(?)((?:[^\s()#;|&<>"'`$\\]{1,200}|""|'')(?:[ \t]{0,10}\|[ \t]{0,10}(?:[^\s()#;|&<>"'`$\\]{1,200}|""|'')){0,50})(?=\)\S)/g;

/** `*)code` further down. */
const STAR = /^([ \t]{0,200})\*(?=\)\S)/gm;

function prepare(text: string): Prepared {
  const prepared = text.replace(FIRST_PATTERN, (_, head: string, pattern: string) => head + pattern.replace(/[^\s|]/g, '0')).replace(STAR, (_, blanks: string) => `${blanks}0`);
  return { text: prepared, names: [], emptied: [] };
}

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
