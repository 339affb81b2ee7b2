/** Puts a run into docs/: figures as JSON, a picture, and the tables between their markers in benchmarks.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { toMarkdown, type Table } from './report';

const PAGE = 'docs/benchmarks.md';

export interface Published {
  readonly name: string;
  readonly figures: unknown;
  readonly tables: readonly Table[];
  readonly plot: string;
}

export function publish({ name, figures, tables, plot }: Published, page = PAGE): void {
  const base = page.replace(/[^/]*$/, '');
  writeFileSync(`${base}quality-${name}.json`, `${JSON.stringify(figures, null, 1)}\n`);
  writeFileSync(`${base}quality-${name}.svg`, plot);
  const body = [`![Quality: ${name}](quality-${name}.svg)`, '', ...tables.map(toMarkdown)].join('\n');
  writeFileSync(page, replaceSection(readFileSync(page, 'utf8'), `quality-${name}`, body));
}

/** The text between the section's two markers becomes `body`; a page without them gets them at its end. */
export function replaceSection(page: string, section: string, body: string): string {
  const [begin, end] = [`<!-- ${section}: begin -->`, `<!-- ${section}: end -->`];
  const fresh = `${begin}\n${body.trim()}\n${end}`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${fresh}\n`;
  return page.slice(0, from) + fresh + page.slice(to + end.length);
}
