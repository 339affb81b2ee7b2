/** Elements by text, never by markup: names of workspaces come from outside. */
type Child = Node | string | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, attributes: Readonly<Record<string, string>>, ...children: Child[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

export const fill = (id: string, ...children: Child[]): void => byId(id).replaceChildren(...children.filter((child) => child !== undefined));

/** What is shown: nothing is drawn anew while it is the same, so that the keyboard stays where it is. */
const shown = new Map<string, string>();

export function isNew(id: string, value: unknown): boolean {
  const text = JSON.stringify(value);
  if (shown.get(id) === text) return false;
  shown.set(id, text);
  return true;
}
