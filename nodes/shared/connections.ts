import type { INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/** What RAG Retrieve and Hybrid Context can be given by sub-nodes; tools get none of it from n8n. */
export const retrievalInputs: INodeTypeDescription['inputs'] = [
  NodeConnectionTypes.Main,
  { type: NodeConnectionTypes.AiEmbedding, displayName: 'Embedding', required: false, maxConnections: 1 },
  { type: NodeConnectionTypes.AiReranker, displayName: 'Reranker', required: false, maxConnections: 1 },
  { type: NodeConnectionTypes.AiVectorStore, displayName: 'Vector Store', required: false, maxConnections: 1 },
];

/** A second output for answers of low quality, when the node is set to have one. */
export const retrievalOutputs: INodeTypeDescription['outputs'] =
  '={{ $parameter["lowQualityOutput"] === true && ["retrieve", "getContext", "enrichAction"].includes($parameter["operation"]) ? [{ type: "main", displayName: "Answers" }, { type: "main", displayName: "Low Quality" }] : [{ type: "main" }] }}';
