/**
 * The object behind one of n8n's logging proxies, which only trap `get`: a getter runs with it as `this`.
 * What goes through the proxy is copied into the execution's data.
 */
export function unwrap<T extends object>(logged: T): T {
  const key = Symbol('instance');
  const holder = logged as T & { [key]?: T };
  if (!Object.isExtensible(holder)) return logged;
  Object.defineProperty(holder, key, {
    configurable: true,
    get(this: T) {
      return this;
    },
  });
  const instance = holder[key] ?? logged;
  Reflect.deleteProperty(holder, key);
  return instance;
}
