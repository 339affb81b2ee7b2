/** The settings in force, section by section, as a settings file says them. */
import { element, fill, isNew } from './elements';

export function showSettings(settings: object): void {
  if (!isNew('settings', settings)) return;
  fill('settings', ...Object.entries(settings).map(([name, section]: [string, unknown]) => sectionOf(name, section)));
}

const sectionOf = (name: string, section: unknown): Node =>
  element('details', { class: 'card', open: '' },
    element('summary', {}, name),
    element('dl', {}, ...rowsOf(section).flatMap(([key, value]) => [element('dt', {}, key), element('dd', {}, value)])),
  );

/** Sections within sections by their path. */
function rowsOf(section: unknown, prefix = ''): (readonly [key: string, value: string])[] {
  if (typeof section !== 'object' || section === null) return [[prefix, String(section)]];
  return Object.entries(section).flatMap(([key, value]: [string, unknown]) => rowsOf(value, prefix === '' ? key : `${prefix}.${key}`));
}
