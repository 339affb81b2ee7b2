export { createAstRetriever, placeFiles } from './ast';
export { createBest, type Best } from './best';
export { createRagRetriever } from './rag';
export { comparePlaces, sortCandidates, type Retriever, type RetrieveOptions } from './retriever';
export { emptyRow, namedSignals, placesOf, rowOf, SIGNAL, SIGNALS, type Signal, type SignalRow } from './signals';
