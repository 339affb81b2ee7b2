/** Everything AST Analyze can do, one method per operation: each is a file of this folder. */
import type { Engine } from '../../kernel';
import type { STRUCTURE_METHODS } from '../../kernel';
import type { Calls } from '../calls';
import { analyzeFile, findSymbol } from '../structure';
import { analyzeWorkspace } from './analyzeWorkspace';
import { structuralContext } from './context';
import { impactOfChange } from './impact';
import { mapDependencies } from './mapDependencies';
import { searchStructure } from './searchStructure';
import { findReferences, type TypedParts } from './references';
import { findCallees, findCallers, findImplementations } from './related';
import { suggestRefactorings } from './refactor';
import { resolveStackTrace } from './stackTrace';
import { findSimilar } from './similar';
import { traverse } from './traverse';

/** What any of the operations needs. */
export type ManagerParts = TypedParts;

/** `ASTAnalysisManager`, by the names of its methods. */
export type AnalysisManager = Pick<Engine, (typeof STRUCTURE_METHODS)[number]>;

/** `calls` makes the public form of an operation: checked, cancellable, ended with the engine. */
export function createManager(parts: ManagerParts, calls: Pick<Calls, 'guard'>): AnalysisManager {
  return {
    analyzeFile: calls.guard((request, call) => analyzeFile(parts, request, call)),
    findSymbol: calls.guard((request, call) => findSymbol(parts, request, call)),
    structuralContext: calls.guard((request, call) => structuralContext(parts, request, call)),
    analyzeWorkspace: calls.guard((request, call) => analyzeWorkspace(parts, request, call)),
    traverse: calls.guard((request, call) => traverse(parts, request, call)),
    mapDependencies: calls.guard((request, call) => mapDependencies(parts, request, call)),
    searchStructure: calls.guard((request, call) => searchStructure(parts, request, call)),
    findReferences: calls.guard((request, call) => findReferences(parts, request, call)),
    findCallers: calls.guard((request, call) => findCallers(parts, request, call)),
    findCallees: calls.guard((request, call) => findCallees(parts, request, call)),
    findImplementations: calls.guard((request, call) => findImplementations(parts, request, call)),
    resolveStackTrace: calls.guard((request, call) => resolveStackTrace(parts, request, call)),
    impactOfChange: calls.guard((request, call) => impactOfChange(parts, request, call)),
    findSimilar: calls.guard((request, call) => findSimilar(parts, request, call)),
    suggestRefactorings: calls.guard((request, call) => suggestRefactorings(parts, request, call)),
  };
}
