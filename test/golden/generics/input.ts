export class Cache<K extends string | number, V = unknown> implements Store<K, V> {
  constructor(
    private readonly limit: number, // how many
    /* not a fact */ protected make: <T>(key: K) => Promise<T>,
  ) {
    super();
  }
}

export type Deep<T> = T extends (infer U)[] ? Deep<U> : { [P in keyof T]?: Deep<T[P]> };
export const pick = <T, K extends keyof T>(value: T, ...keys: K[]): Pick<T, K> => value;
