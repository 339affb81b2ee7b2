export { createCodeGraph, type CodeGraph } from './code-graph';
export type { Certainty, Resolution } from './bindings';
export type { ImportEdge } from './dependencies';
export type { GraphFile, GraphFiles } from './files';
export { findDefinitions, type FoundDefinition } from './find';
export type { Ranks } from './ranks';
export { createSymbolTable, type Definition, type SymbolTable } from './symbols';
export { keyOf, readUse, type Use, type UsedDefinition } from './uses';
