/** Which names mean something local where. A light binder: a name counts in its whole function. */
import type { Binding, Bound } from './captures';
import { createCursor, outersOf, type Place } from './places';

export interface Scope extends Place {
  /** Binds type parameters only: classes and the like. */
  readonly typesOnly: boolean;
}

export interface Scopes {
  /** What `name` is bound to in the scope of that number (as of a cursor over the scopes) or around it. */
  meaningOf(name: string, scope: number): Exclude<Binding, 'global'> | undefined;
}

/** `scopes` and `bound` are sorted by place. */
export function bindNames(scopes: readonly Scope[], bound: readonly Bound[]): Scopes {
  const outers = outersOf(scopes);
  const names = scopes.map(() => undefined as Map<string, Binding> | undefined);
  const cursor = createCursor(scopes);
  for (const { name, as, start } of bound) {
    let scope = cursor.at(start);
    while (scope >= 0 && as !== 'type' && scopes[scope]!.typesOnly) scope = outers[scope]!;
    if (scope < 0) continue;
    const known = (names[scope] ??= new Map<string, Binding>());
    if (known.get(name) !== 'global' && (as !== 'local' || !known.has(name))) known.set(name, as);
  }
  return {
    meaningOf(name, scope) {
      for (let at = scope; at >= 0; at = outers[at]!) {
        const meaning = names[at]?.get(name);
        if (meaning === 'global') return undefined;
        if (meaning) return meaning;
      }
      return undefined;
    },
  };
}
