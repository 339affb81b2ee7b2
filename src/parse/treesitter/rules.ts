/** What a query cannot tell of a language. Every field has a default, so a language may need none. */
import type { Node } from 'web-tree-sitter';
import type { Place } from './places';
import type { Signs } from './receivers';
import type { ExportFact, HeritageFact, ImportFact, ParameterFact, SymbolKind } from '../../kernel';

/** A definition as the rules of a language see it. */
export interface Described {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The type that it belongs to although it stands outside (Go receivers, `Foo::bar` of C++). */
  readonly owner: string;
  readonly node: Node;
  readonly modifiers: readonly string[];
  readonly decorators: readonly string[];
  /** Kind and name of the definition around it. */
  readonly outer?: { readonly kind: SymbolKind; readonly name: string; readonly node: Node };
  /** The access section it stands in (`public:` of C++, `private` of Ruby), or an empty string. */
  readonly access: string;
  /** Text of a node of this file. */
  readonly read: Read;
}

export interface Prepared {
  readonly text: string;
  /** Where names stand that the parser does not see and that are uses of something. */
  readonly names: readonly number[];
  /** What the parser does not see of declarations, in order: it must not get into heads. */
  readonly emptied: readonly Place[];
  /** What is left out of `text` and read on its own, each piece in its place. */
  readonly apart?: string;
}

export type Read = (node: Node) => string;

export interface LanguageRules extends Signs {
  /** The text for the parser alone, as long as the original and with its lines: what the grammar cannot read is emptied. */
  readonly prepare?: (text: string) => Prepared;
  /** Words in front of a name (or between parameters and body) that are modifiers. */
  readonly modifiers?: ReadonlySet<string>;
  /** What names of the own object or its base mean, written as a receiver. */
  readonly selves?: Readonly<Record<string, 'this' | 'super'>>;
  /** Names may hold more than letters, digits, `_` and `$`. */
  readonly oddNames?: boolean;
  /** A name as others use it: `:name` of Ruby is `name`. */
  readonly nameOf?: (written: string) => string;
  /** Package clauses that follow each other name one package. */
  readonly nestedModules?: boolean;
  /** Words that are no receivers: `case .open` of Swift names a member without one. */
  readonly reserved?: ReadonlySet<string>;
  /** Words that the grammar takes for names. */
  readonly keywords?: ReadonlySet<string>;
  /** The first assignment to a name defines it; later ones write it. */
  readonly assignmentDefines?: boolean;
  /** Inside functions, too, an assignment is to a global name unless a declaration says otherwise. */
  readonly assignmentIsGlobal?: boolean;
  /** What the grammar takes for a definition although it is none. */
  readonly isNone?: (definition: Pick<Described, 'kind' | 'node'>) => boolean;
  /** The kind of a definition, where its place or name decides. */
  readonly kindOf?: (definition: Omit<Described, 'modifiers' | 'decorators'>) => SymbolKind;
  /** Whether other files may use it, as far as its own declaration says. */
  readonly isExported?: (definition: Described) => boolean;
  /** The relation to a base type, where the query cannot tell. */
  readonly relationOf?: (base: string, kind: SymbolKind, captured: HeritageFact['relation']) => HeritageFact['relation'];
  /** All parameters, where they stand in several lists or in none. */
  readonly parametersOfDefinition?: (node: Node, read: Read) => ParameterFact[];
  /** Whether a parameter list's child is a parameter, and what it says. */
  readonly parametersOf?: (child: Node, read: Read) => ParameterFact[];
  readonly typeParametersOf?: (node: Node, read: Read) => string[];
  readonly returnTypeOf?: (definition: Omit<Described, 'modifiers' | 'decorators'>) => string;
  /** An import statement's facts; `line` is set by the caller. */
  readonly importsOf?: (statement: Node, read: Read) => Omit<ImportFact, 'line' | 'typeOnly'>[];
  /** What an import statement passes on to importers of this file. */
  readonly exportsOf?: (statement: Node, read: Read, path: string) => Omit<ExportFact, 'line'>[];
}

export const CALLABLES: ReadonlySet<SymbolKind> = new Set(['function', 'method', 'constructor', 'accessor']);
export const TYPES: ReadonlySet<SymbolKind> = new Set(['class', 'struct', 'interface', 'trait', 'enum']);
export const VALUES: ReadonlySet<SymbolKind> = new Set(['variable', 'constant', 'property']);
