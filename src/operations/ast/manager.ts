/** Everything AST Analyze can do, one method per operation: each is a file of this folder. */
import type { Engine } from '../../kernel';
import type { STRUCTURE_METHODS } from '../../kernel';
import type { Calls } from '../calls';
import { analyzeFile, findSymbol, type StructureParts } from '../structure';
import { analyzeWorkspace } from './analyzeWorkspace';
import { structuralContext } from './context';
import { impactOfChange } from './impact';
import { mapDependencies } from './mapDependencies';
import { searchStructure } from './searchStructure';
import { resolveStackTrace } from './stackTrace';
import { traverse } from './traverse';

/** `ASTAnalysisManager` as far as it is built. */
export type AnalysisManager = Pick<Engine, (typeof STRUCTURE_METHODS)[number]>;

/** `calls` makes the public form of an operation: checked, cancellable, ended with the engine. */
export function createManager(parts: StructureParts, calls: Pick<Calls, 'guard'>): AnalysisManager {
  return {
    analyzeFile: calls.guard((request, call) => analyzeFile(parts, request, call)),
    findSymbol: calls.guard((request, call) => findSymbol(parts, request, call)),
    structuralContext: calls.guard((request, call) => structuralContext(parts, request, call)),
    analyzeWorkspace: calls.guard((request, call) => analyzeWorkspace(parts, request, call)),
    traverse: calls.guard((request, call) => traverse(parts, request, call)),
    mapDependencies: calls.guard((request, call) => mapDependencies(parts, request, call)),
    searchStructure: calls.guard((request, call) => searchStructure(parts, request, call)),
    resolveStackTrace: calls.guard((request, call) => resolveStackTrace(parts, request, call)),
    impactOfChange: calls.guard((request, call) => impactOfChange(parts, request, call)),
  };
}
