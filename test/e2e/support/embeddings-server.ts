/** A tiny server that speaks OpenAI's embeddings interface: words are hashed into a vector. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const DIMENSIONS: Readonly<Record<string, number>> = { 'words-small': 64, 'words-store': 80, 'words-large': 96 };

interface EmbeddingsRequest {
  readonly model: string;
  readonly input: string | readonly string[];
  readonly encoding_format?: 'float' | 'base64';
}

export interface EmbeddingsServer {
  /** What goes into the credential's Base URL. */
  readonly url: string;
  /** Every text that was embedded, with its model, in the order of arrival. */
  readonly seen: { readonly model: string; readonly text: string }[];
  /** While set, requests fail with this HTTP status. */
  failWith: number | undefined;
  close(): Promise<void>;
}

export async function startEmbeddingsServer(): Promise<EmbeddingsServer> {
  const seen: EmbeddingsServer['seen'] = [];
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const started: EmbeddingsServer = {
    url: '',
    seen,
    failWith: undefined,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (started.failWith !== undefined) {
      send(response, started.failWith, { error: { message: 'The model is out of order.' } });
      return;
    }
    const { model, input, encoding_format: format } = JSON.parse(await readBody(request)) as EmbeddingsRequest;
    const texts = typeof input === 'string' ? [input] : input;
    for (const text of texts) seen.push({ model, text });
    const data = texts.map((text, index) => {
      const vector = embedWords(text, DIMENSIONS[model] ?? 32);
      const embedding = format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64');
      return { object: 'embedding', index, embedding };
    });
    send(response, 200, { object: 'list', model, data, usage: { prompt_tokens: 0, total_tokens: 0 } });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return Object.assign(started, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` });
}

/** A unit vector in which texts that share words, or parts of identifiers, are near each other. */
export function embedWords(text: string, dimensions: number): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.match(/[A-Z]?[a-z]{2,}|[A-Z]{2,}|\d+/g) ?? []) {
    const place = createHash('sha256').update(word.toLowerCase()).digest().readUInt32LE() % dimensions;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
