/** Context as markdown. Code stands in fences that its own text cannot close. */
import type { ContextItem } from '../kernel';

export interface RenderableItem extends Pick<ContextItem, 'path' | 'startLine' | 'endLine' | 'symbol' | 'kind' | 'language' | 'code'> {
  /** The code ends before `endLine` for lack of budget. */
  readonly cut?: boolean;
}

/** One item: heading with place and name, then the fenced code. */
export function renderItem(item: RenderableItem): string {
  const name = item.symbol ? ` — ${item.kind} \`${clean(item.symbol)}\`` : '';
  const cut = item.cut ? ' (cut to fit)' : '';
  const fence = fenceFor(item.code);
  return `### ${heading(item)}${name}${cut}\n\n${fence}${item.language}\n${item.code}\n${fence}\n`;
}

export function renderPack(items: readonly RenderableItem[]): string {
  return items.map(renderItem).join('\n');
}

/** A fence longer than any run of back ticks inside, so that code cannot end it. */
function fenceFor(code: string): string {
  let longest = 2;
  for (const [run] of code.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}

/** A path that could be read as markdown (links, images, HTML) stands in back ticks. */
function heading({ path, startLine, endLine }: RenderableItem): string {
  const place = `${clean(path)}:${startLine}-${endLine}`;
  return /^[\p{L}\p{N}\p{M}./@+~=,:-][\p{L}\p{N}\p{M}./@+~=,: _-]*$/u.test(place) ? place : `\`${place}\``;
}

/**
 * File names are hostile too: no line breaks, control characters, back ticks, or invisible characters
 * that turn the direction of text.
 */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu, '\uFFFD');
}
