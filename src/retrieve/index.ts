export { createAstRetriever, placeFiles } from './ast';
export { createRagRetriever } from './rag';
export { sortCandidates, type Retriever, type RetrieveOptions } from './retriever';
