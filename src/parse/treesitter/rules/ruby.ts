import type { Node } from 'web-tree-sitter';
import type { ImportFact, ParameterFact, SymbolKind } from '../../../kernel';
import { typeText } from '../heads';
import { field } from '../parameters';
import type { Described, LanguageRules, Read } from '../rules';

export const RUBY: LanguageRules = {
  modifiers: new Set(['private', 'protected', 'public', 'module_function', 'private_class_method']),
  selves: { self: 'this', super: 'super' },
  fieldSign: '@',
  assignmentDefines: true,
  oddNames: true,
  nameOf: (name) => name.replace(/^:/, '').replace(/^"(.*)"$/, '$1'),
  kindOf,
  isExported: (definition) => !isHidden(definition),
  parametersOf(node, read): ParameterFact[] {
    const name = node.type === 'keyword_parameter' || node.type === 'optional_parameter' ? field(node, ['name']) : undefined;
    const text = typeText(read(name ?? node));
    const keyword = node.type === 'keyword_parameter' ? `${text}:` : text;
    return [{ name: keyword, type: '', optional: field(node, ['value']) !== undefined }];
  },
  importsOf,
};

function kindOf({ kind, name, node, outer }: Omit<Described, 'modifiers' | 'decorators'>): SymbolKind {
  const isMember = outer !== undefined && (outer.kind === 'class' || outer.kind === 'module');
  if (kind === 'method' && name === 'initialize' && node.type === 'method') return 'constructor';
  return kind === 'function' && isMember ? 'method' : kind;
}

/** `private` on a line of its own rules what follows; in front of a definition it rules that one. */
function isHidden({ access, node, read }: Described): boolean {
  const call = node.parent?.type === 'argument_list' ? node.parent.parent : null;
  const method = call && field(call, ['method']);
  if (method && /^(?:private|protected|private_class_method)$/.test(read(method))) return true;
  return (access === 'private' || access === 'protected') && node.type !== 'singleton_method';
}

/** Relative paths start with a dot, as they are written elsewhere. */
function importsOf(call: Node, read: Read): Omit<ImportFact, 'line' | 'typeOnly'>[] {
  const list = field(call, ['arguments']);
  const path = list?.namedChildren.find((child) => child?.type === 'string');
  const method = field(call, ['method']);
  if (!path || !method) return [];
  const written = read(path).slice(1, -1);
  if (written === '' || /#\{/.test(written)) return [];
  const isRelative = read(method) === 'require_relative' && !written.startsWith('.');
  return [{ specifier: isRelative ? `./${written}` : written, names: ['*'], locals: ['*'] }];
}
