/** Context as text for a reader or a model: markdown, XML or JSON. */
import { jsonFoot, jsonHead, jsonItem, jsonOutline } from './json';
import { markdownHead, markdownItem, markdownOutline } from './markdown';
import type { Frame, RenderableItem, RenderableOutline } from './types';
import { xmlFoot, xmlHead, xmlItem, xmlOutline } from './xml';

export { FORMATS, type Frame, type RenderableItem, type RenderableOutline, type RenderFormat } from './types';
export { showInvisible } from './visible';

export function renderItem(item: RenderableItem, { format, fence }: Frame): string {
  if (format === 'xml') return xmlItem(item, fence);
  return format === 'json' ? jsonItem(item) : markdownItem(item, fence);
}

export function renderOutline(outline: RenderableOutline, { format, fence }: Frame): string {
  if (format === 'xml') return xmlOutline(outline, fence);
  return format === 'json' ? jsonOutline(outline) : markdownOutline(outline, fence);
}

/** The whole text; an empty one when there is nothing to show. */
export function renderPack(items: readonly RenderableItem[], outlines: readonly RenderableOutline[], frame: Frame): string {
  const { format, fence } = frame;
  const parts = [...items.map((item) => renderItem(item, frame)), ...outlines.map((outline) => renderOutline(outline, frame))];
  if (parts.length === 0) return '';
  if (format === 'json') return `${jsonHead(fence)}${parts.join(',\n')}\n${jsonFoot()}`;
  if (format === 'xml') return `${xmlHead(fence)}${parts.join('')}${xmlFoot(fence)}`;
  return `${markdownHead(fence)}\n${parts.join('\n')}`;
}
