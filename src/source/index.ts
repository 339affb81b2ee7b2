export { openSource, type Source } from './open';
export { listDirectory } from './list';
export { compilePatterns } from './patterns';
export { decodeText, type DecodedText } from './decode';
export type { Listing, ListOptions, SourceRef } from './types';
