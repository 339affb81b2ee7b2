import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { readState } from './n8n';

/** The official client, connected to a published MCP Server Trigger. */
export async function connectMcp(path: string, token?: string): Promise<Client> {
  const client = new Client({ name: 'hybrid-context-e2e', version: '1.0.0' });
  const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${readState().url}/mcp/${path}`), { requestInit: { headers } }),
  );
  return client;
}

/** Calls a tool and answers its text: the node's output as JSON, or what went wrong. */
export async function callTool(client: Client, name: string, args: Record<string, unknown>): Promise<string> {
  const result = await client.callTool({ name, arguments: args });
  const [content] = result.content as { type: string; text: string }[];
  return content?.text ?? '';
}
