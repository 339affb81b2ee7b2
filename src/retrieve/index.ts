export { createAstRetriever, placeFiles } from './ast';
export { createBest, type Best } from './best';
export { fillCandidates, selectLargest } from './candidates';
export { withExpansion, type Expansion } from './expand';
export { withForms } from './french';
export { createRagRetriever } from './rag';
export { comparePlaces, type Accept, type Retriever, type RetrieveOptions } from './retriever';
export { emptyRow, namedSignals, placesOf, rowOf, SIGNAL, SIGNALS, type Signal, type SignalRow } from './signals';
