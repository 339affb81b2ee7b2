import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { RerankProvider } from '../../src/index';

interface ScoredDocument {
  readonly pageContent: string;
  readonly metadata: Record<string, unknown>;
}

/** What n8n's Reranker sub-nodes hand over: a LangChain document compressor, behind a logging proxy. */
interface Compressor {
  compressDocuments(documents: ScoredDocument[], query: string): Promise<ScoredDocument[]>;
  readonly model?: unknown;
}

/** The Reranker sub-node of this node, or undefined: tools and nodes without one have none. */
export async function getAttachedReranker(context: IExecuteFunctions): Promise<RerankProvider | undefined> {
  const hasInput = context.getNodeInputs().some((input) => input.type === NodeConnectionTypes.AiReranker);
  if (!hasInput) return undefined;
  const connected = await context.getInputConnectionData(NodeConnectionTypes.AiReranker, 0);
  const compressor = (Array.isArray(connected) ? connected[0] : connected) as Compressor | undefined | null;
  return compressor ? adapt(compressor) : undefined;
}

function adapt(compressor: Compressor): RerankProvider {
  return {
    model: typeof compressor.model === 'string' && compressor.model !== '' ? compressor.model : (compressor as object).constructor.name,
    async rerank(query, documents) {
      const given = documents.map((pageContent, index) => ({ pageContent, metadata: { index } }));
      const kept = await compressor.compressDocuments(given, query);
      const scores = new Array<number | undefined>(documents.length).fill(undefined);
      kept.forEach(({ metadata }, place) => {
        const index = metadata.index as number;
        // Without scores the order tells.
        const score = typeof metadata.relevanceScore === 'number' ? metadata.relevanceScore : 1 - place / kept.length;
        if (index in documents) scores[index] = score;
      });
      return scores;
    },
  };
}
