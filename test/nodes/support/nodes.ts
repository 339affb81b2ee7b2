import './environment';
import { AstAnalyze } from '../../../nodes/AstAnalyze/AstAnalyze.node';
import { HybridContext } from '../../../nodes/HybridContext/HybridContext.node';
import { QualityAlert } from '../../../nodes/QualityAlert/QualityAlert.node';
import { RagRetrieve } from '../../../nodes/RagRetrieve/RagRetrieve.node';

export const NODES = { AstAnalyze, HybridContext, QualityAlert, RagRetrieve };
export type NodeName = keyof typeof NODES;
export const NODE_NAMES = Object.keys(NODES) as NodeName[];
