/** Node's own module objects: a spy on one of these is seen by the code under test. */
export const fs = jest.requireActual<typeof import('node:fs')>('node:fs');
export const promises = jest.requireActual<typeof import('node:fs/promises')>('node:fs/promises');

type Handle = import('node:fs/promises').FileHandle;

/** What all file handles inherit from; to spy on their methods. */
export async function handlePrototype(path: string): Promise<Handle> {
  const handle = await promises.open(path);
  await handle.close();
  return Object.getPrototypeOf(handle) as Handle;
}

/** Calls a method of a handle as it was before any spy. */
export function original<T>(prototype: Handle, name: 'stat' | 'sync'): (handle: Handle) => Promise<T> {
  const method = Reflect.get(prototype, name) as (this: Handle) => Promise<T>;
  return (handle) => method.call(handle);
}
