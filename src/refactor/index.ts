export { beyond, count, listed, weigh, type Draft, type Edit, type RuleScope, type Weighed } from './draft';
export { COMPILED, deadExports } from './dead-exports';
export { examinesNames, unusedCode } from './unused-code';
export { importCycles } from './cycles';
export { describeLarge, isShapeWanted, largeFunctions, type LargeFunction } from './large-code';
export { godFiles } from './god-files';
export { confirmSuspect, describeUnused, examinesImports, filesWithSuspects, suspectImports, type SuspectImport } from './unused-imports';
export { duplicatesToMerge } from './duplicates';
export { isForeign } from './conventions';
