/** An Embeddings sub-node as n8n's own are: a LangChain class behind the proxy that logs calls. */
import { Embeddings } from '@langchain/core/embeddings';
import type { INodeType } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/** Embeds by counting letters: deterministic, and alike for alike words. */
export class LetterEmbeddings extends Embeddings {
  calls: string[] = [];

  constructor(
    readonly model: string | undefined,
    readonly dimensions = 26,
  ) {
    super({});
  }

  async embedDocuments(texts: string[]): Promise<number[][]> {
    this.calls.push(`documents ${texts.length}`);
    return texts.map((text) => this.count(text));
  }

  async embedQuery(text: string): Promise<number[]> {
    this.calls.push('query');
    return this.count(text);
  }

  private count(text: string): number[] {
    const counts = new Array<number>(this.dimensions).fill(0);
    for (const letter of text.toLowerCase()) {
      const index = letter.charCodeAt(0) - 97;
      if (index >= 0 && index < 26) counts[index % this.dimensions]! += 1;
    }
    const length = Math.hypot(...counts) || 1;
    return counts.map((value) => value / length);
  }
}

/** What n8n's `logWrapper` does with Embeddings: the calls, with texts, go into the run's data. */
export function logCalls(instance: Embeddings, log: unknown[]): Embeddings {
  return new Proxy(instance, {
    get(target, name) {
      if (name === 'embedDocuments') {
        return async (documents: string[]) => {
          log.push({ documents });
          return await target.embedDocuments(documents);
        };
      }
      if (name === 'embedQuery') {
        return async (query: string) => {
          log.push({ query });
          return await target.embedQuery(query);
        };
      }
      return (target as unknown as Record<string | symbol, unknown>)[name];
    },
  });
}

export function createEmbeddingsNode(response: unknown): INodeType {
  return {
    description: {
      displayName: 'Embeddings',
      name: 'embeddings',
      group: ['transform'],
      version: 1,
      description: '',
      defaults: { name: 'Embeddings' },
      inputs: [],
      outputs: [NodeConnectionTypes.AiEmbedding],
      properties: [],
    },
    supplyData: async () => ({ response }),
  };
}
