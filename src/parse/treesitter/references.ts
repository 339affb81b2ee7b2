/** Uses of names as captured to packed references. */
import type { PackedReferences } from '../../kernel';
import type { LineTable } from '../lines';
import { createReferenceBuilder } from '../references';
import { kindOfUse, type Bound, type Captured } from './captures';
import { createCursor, type Place } from './places';
import { endOfName, receiverBefore } from './receivers';
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
  /** Names that are written there, unless they are local. */
  readonly writes: readonly Place[];
  readonly symbolAt: (offset: number) => number;
}

type Selves = Readonly<Record<string, 'this' | 'super'>>;
const COMMON_SELVES: Selves = { this: 'this', super: 'super' };

export function packReferences({ text, lines, rules, captured, scopes, bound, names, writes, symbolAt }: ReferenceInput): PackedReferences {
  const builder = createReferenceBuilder(text.length);
  const binder = bindNames(scopes, bound);
  const scopeCursor = createCursor(scopes);
  const hidden = createCursor(captured.hidden);
  const selves = new Map(Object.entries(rules.selves ?? COMMON_SELVES));
  const written = new Set(writes.map(({ start }) => start));
  for (const start of startsInOrder(captured.uses, names, writes)) {
    if (hidden.at(start) >= 0) continue;
    const kind = written.has(start) ? 'write' : kindOfUse(captured.uses.get(start)!);
    if (!kind) continue;
    const scope = scopeCursor.at(start);
    const name = text.slice(start, captured.useEnds?.get(start) ?? endOfName(text, start));
    const receiver = receiverBefore(text, start, rules, captured.comments);
    if (name === '' || isDigit(name.charCodeAt(0)) || rules.keywords?.has(name) || (receiver === undefined && binder.meaningOf(name, scope))) continue;
    const line = lines.lineAt(start);
    builder.add(name, line, start - lines.startOf(line) + 1, kind, symbolAt(start), receiver && meant(receiver, scope));
  }
  return builder.build();

  function meant(receiver: string, scope: number): string {
    const self = selves.get(receiver);
    if (self) return self;
    const meaning = binder.meaningOf(receiver, scope);
    if (meaning === 'this') return 'this';
    // A receiver that is a local variable tells nothing about where its member is defined.
    return meaning === 'local' || rules.reserved?.has(receiver) || /^[$@]/.test(receiver) ? '' : receiver;
  }
}

/** `$1` of Bash, `0` of a tuple: places, not names. */
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function startsInOrder(uses: ReadonlyMap<number, number>, names: ReadonlySet<number>, writes: readonly Place[]): Uint32Array {
  const starts = new Uint32Array(uses.size + writes.length);
  let count = 0;
  for (const start of uses.keys()) {
    if (names.has(start)) continue;
    starts[count] = start;
    count += 1;
  }
  for (const { start } of writes) {
    starts[count] = start;
    count += 1;
  }
  return starts.subarray(0, count).sort();
}
