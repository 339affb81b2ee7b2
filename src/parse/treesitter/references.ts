/** Uses of names as captured to packed references. */
import type { PackedReferences } from '../../kernel';
import type { LineTable } from '../lines';
import { createReferenceBuilder } from '../references';
import type { Bound, Captured, Use } from './captures';
import { createCursor, holds, type Place } from './places';
import { receiverBefore } from './receivers';
import type { LanguageRules } from './rules';
import { bindNames, type Scope } from './scopes';

export interface ReferenceInput {
  readonly text: string;
  readonly lines: LineTable;
  readonly rules: LanguageRules;
  readonly captured: Captured;
  readonly scopes: readonly Scope[];
  readonly bound: readonly Bound[];
  /** Where names stand that introduce something. */
  readonly names: ReadonlySet<number>;
  readonly writes: readonly Place[];
  readonly symbolAt: (offset: number) => number;
}

type Selves = Readonly<Record<string, 'this' | 'super'>>;
const COMMON_SELVES: Selves = { this: 'this', super: 'super' };

export function packReferences({ text, lines, rules, captured, scopes, bound, names, writes, symbolAt }: ReferenceInput): PackedReferences {
  const builder = createReferenceBuilder();
  const binder = bindNames(scopes, bound);
  const scopeCursor = createCursor(scopes);
  const selves = new Map(Object.entries(rules.selves ?? COMMON_SELVES));
  for (const { start, end, kind } of inOrder(captured.uses, names, writes)) {
    if (holds(captured.hidden, start)) continue;
    const scope = scopeCursor.at(start);
    const name = text.slice(start, end);
    const receiver = receiverBefore(text, start, rules.arrow);
    if (name === '' || rules.keywords?.has(name) || (receiver === undefined && binder.meaningOf(name, scope))) continue;
    builder.add(name, lines.lineAt(start), lines.columnAt(start), kind, symbolAt(start), receiver && meant(receiver, scope));
  }
  return builder.build();

  function meant(receiver: string, scope: number): string {
    const self = selves.get(receiver);
    if (self) return self;
    const meaning = binder.meaningOf(receiver, scope);
    if (meaning === 'this') return 'this';
    // A receiver that is a local variable tells nothing about where its member is defined.
    return meaning === 'local' || receiver.startsWith('$') ? '' : receiver;
  }
}

function inOrder(uses: ReadonlyMap<number, Use>, names: ReadonlySet<number>, writes: readonly Place[]): Omit<Use, 'pattern'>[] {
  const all: Omit<Use, 'pattern'>[] = [];
  for (const use of uses.values()) if (!names.has(use.start)) all.push(use);
  for (const { start, end } of writes) all.push({ start, end, kind: 'write' });
  return all.sort((a, b) => a.start - b.start);
}
