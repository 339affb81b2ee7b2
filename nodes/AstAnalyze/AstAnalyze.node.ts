import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runItems } from '../shared/run';
import { analyzeFile } from './actions/analyzeFile';
import { findSymbol } from './actions/findSymbol';
import { structuralContext } from './actions/structuralContext';
import { properties } from './properties';

export class AstAnalyze implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'AST Analyze',
    name: 'astAnalyze',
    icon: { light: 'file:astAnalyze.svg', dark: 'file:astAnalyze.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ ({ analyzeFile: "analyze file", findSymbol: "find symbol", structuralContext: "context at line" })[$parameter["operation"]] }}',
    description: 'Exact structure of code: find symbols, list what a file defines, see what encloses a line',
    defaults: { name: 'AST Analyze' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, { analyzeFile, findSymbol, structuralContext });
  }
}
