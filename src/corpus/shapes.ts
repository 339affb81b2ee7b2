/** What a chunk is and what kind of file a path names, each in one number. */
import type { Chunk, FileFacts } from '../kernel';
import { isTestPath } from './tests';

/** Of a chunk: one of the bits for each, lines - 1 above them. */
export const SHAPE = { callable: 1, unnamed: 2, first: 4 } as const;
const SHAPE_BITS = 3;
const LINES_MAX = 2 ** 29 - 1;

export function shapeOf({ startLine, endLine, symbol }: Chunk, index: number, { symbols }: FileFacts): number {
  const kind = symbols[symbol]?.kind;
  const bits = (kind === 'function' || kind === 'method' ? SHAPE.callable : 0) | (kind ? 0 : SHAPE.unnamed) | (index === 0 ? SHAPE.first : 0);
  return Math.min(endLine - startLine, LINES_MAX) * (1 << SHAPE_BITS) + bits;
}

/** Last line of the chunk - its first. */
export const spanOf = (shape: number): number => shape >>> SHAPE_BITS;

/** Kinds of files that match words well and are rarely what is meant; a file may be of several. */
export const PATH_KIND = { test: 1, document: 2, example: 4, foreign: 8, declaration: 16, data: 32 } as const;
export const PATH_KINDS_END = 64;

const PATTERNS: Readonly<Record<Exclude<keyof typeof PATH_KIND, 'test'>, RegExp>> = {
  document: /\.(?:md|mdx|rst|txt|adoc|csv|svg)$|(?:^|\/)changelog[^/]*$/i,
  // What lies in a folder of documents and is none, is there to show something.
  example: /(?:^|\/)(?:examples?|samples?|demos?|fixtures?|benchmarks?|bench|playground|docs|documentation|website)\//i,
  // Of others, or made from what stands elsewhere: all of a library in one file says every word that its parts say.
  foreign: /(?:^|\/)(?:vendor|third_party|generated|__generated__|dist|single_include)\/|\.(?:generated|gen|pb|bundle)\.[^/]+$|_pb2\.py$|amalgamat[^/]*$/i,
  declaration: /\.d\.[cm]?ts$/i,
  data: /\.(?:json|jsonc|ya?ml|toml|xml|ini|html?|css|scss|less)$/i,
};

const ENTRIES = Object.entries(PATTERNS) as [keyof typeof PATTERNS, RegExp][];

export function pathKinds(path: string): number {
  let kinds = isTestPath(path) ? PATH_KIND.test : 0;
  for (const [kind, pattern] of ENTRIES) if (pattern.test(path)) kinds |= PATH_KIND[kind];
  return kinds;
}
