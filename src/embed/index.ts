export { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, embedChunks, embedTerms } from './builtin';
export { embedQuery, embedTexts, type EmbedOptions, type VectorMemory } from './provider';
