import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { decodeJwt } from 'jose';
import * as z from 'zod';

/** An MCP endpoint behind a door that asks for a scope per tool, without a single check of the token itself. */
export async function startDeskEndpoint(issuer: string) {
  const seen: { scope: string; version: string | undefined }[] = [];
  const server = createServer((request, response) => answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  const origin = `http://127.0.0.1:${address.port}`;
  const resource = `${origin}/mcp`;
  const metadata = `${origin}/.well-known/oauth-protected-resource/mcp`;
  const mcp = createMcpHandler(deskServer);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (request.url === '/.well-known/oauth-protected-resource/mcp') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ resource, authorization_servers: [issuer] }));
      return;
    }
    const token = request.headers.authorization?.replace('Bearer ', '');
    const scope = token === undefined ? '' : String(decodeJwt(token).scope);
    seen.push({ scope, version: request.headers['mcp-protocol-version']?.toString() });
    const needed = request.headers['mcp-name'] === 'refund' ? `${resource}/refund` : `${resource}/list_orders`;
    if (!scope.split(' ').includes(needed)) {
      const error = token === undefined ? '' : 'error="insufficient_scope", ';
      response.statusCode = token === undefined ? 401 : 403;
      response.setHeader('WWW-Authenticate', `Bearer ${error}scope="${needed}", resource_metadata="${metadata}"`);
      response.end();
      return;
    }
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const reply = await mcp.fetch(new Request(resource, { method: request.method ?? 'GET', headers, body }));
    response.writeHead(reply.status, Object.fromEntries(reply.headers));
    response.end(Buffer.from(await reply.arrayBuffer()));
  }

  async function close(): Promise<void> {
    await mcp.close();
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  }
  return { resource, seen, close };
}

function deskServer(): McpServer {
  const server = new McpServer({ name: 'desk', version: '1' });
  const outputSchema = z.object({ echo: z.string() });
  for (const name of ['list_orders', 'refund']) {
    server.registerTool(name, { inputSchema: z.object({ text: z.string() }), outputSchema }, async ({ text }) => ({
      ...(text === 'fail' ? { isError: true } : { structuredContent: { echo: text } }),
      content: [{ type: 'text', text: text === 'fail' ? 'call list_orders first' : text }],
    }));
  }
  return server;
}
