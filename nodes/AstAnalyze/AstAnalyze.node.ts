import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runItems } from '../shared/run';
import { analyzeFile } from './actions/analyzeFile';
import { analyzeWorkspace } from './actions/analyzeWorkspace';
import { findReferences } from './actions/findReferences';
import { findCallees, findCallers, findImplementations } from './actions/findRelated';
import { findDuplicates, findSimilar } from './actions/findSimilar';
import { findSymbol } from './actions/findSymbol';
import { impactOfChange } from './actions/impactOfChange';
import { mapDependencies } from './actions/mapDependencies';
import { resolveStackTrace } from './actions/resolveStackTrace';
import { searchStructure } from './actions/searchStructure';
import { structuralContext } from './actions/structuralContext';
import { suggestRefactorings } from './actions/suggestRefactorings';
import { traverse } from './actions/traverse';
import { sourceCredentials } from '../shared/sourceProperties';
import { properties } from './properties';

const OPERATIONS = {
  analyzeFile,
  analyzeWorkspace,
  findCallees,
  findCallers,
  findDuplicates,
  findImplementations,
  findReferences,
  findSimilar,
  findSymbol,
  impactOfChange,
  mapDependencies,
  resolveStackTrace,
  searchStructure,
  structuralContext,
  suggestRefactorings,
  traverse,
};

export class AstAnalyze implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'AST Analyze',
    name: 'astAnalyze',
    icon: { light: 'file:astAnalyze.svg', dark: 'file:astAnalyze.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle:
      '={{ ({ analyzeFile: "analyze file", analyzeWorkspace: "analyze workspace", findCallees: "find callees", findCallers: "find callers", findDuplicates: "find duplicates", findImplementations: "find implementations", findReferences: "find references", findSimilar: "similar structures", findSymbol: "find symbol", impactOfChange: "impact of a change", mapDependencies: "map dependencies", resolveStackTrace: "resolve stack trace", searchStructure: "search by structure", structuralContext: "context at line", suggestRefactorings: "suggest refactorings", traverse: "traverse files" })[$parameter["operation"]] }}',
    description:
      'Exact structure of code: find symbols, see what encloses a line, map dependencies, resolve stack traces, tell the impact of a change, suggest refactorings',
    defaults: { name: 'AST Analyze' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: sourceCredentials,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, OPERATIONS);
  }
}
