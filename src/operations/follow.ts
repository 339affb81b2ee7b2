/**
 * Something made from settings that is made anew when those settings change, so that an edit of the
 * settings file needs no restart. `retire` may refuse (false) while the old one is busy.
 */
export function follow<S, T>(
  current: () => S,
  pick: (settings: S) => readonly unknown[],
  make: (settings: S) => T,
  retire: (old: T) => boolean = () => true,
): () => T {
  let made: { readonly key: string; readonly value: T } | undefined;
  return () => {
    const settings = current();
    const key = JSON.stringify(pick(settings));
    if (!made || (made.key !== key && retire(made.value))) made = { key, value: make(settings) };
    return made.value;
  };
}
