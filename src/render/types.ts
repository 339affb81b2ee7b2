import type { ContextItem, LineRange } from '../kernel';

export const FORMATS = ['markdown', 'xml', 'json'] as const;
export type RenderFormat = (typeof FORMATS)[number];

export interface RenderableItem extends Pick<ContextItem, 'path' | 'startLine' | 'endLine' | 'symbol' | 'kind' | 'language' | 'code'> {
  /** The code ends before its symbol does, for lack of budget. */
  readonly cut?: boolean;
}

/** Heads of declarations of one file, in the order of its lines. */
export interface RenderableOutline {
  readonly path: string;
  readonly language: string;
  readonly symbols: readonly (LineRange & { readonly signature: string })[];
}

export interface Frame {
  readonly format: RenderFormat;
  /** Random digits that mark what is code: code cannot know them, so it cannot pretend to end. */
  readonly fence: string;
}
