import * as z from 'zod';
import { McpHeader, TOOLS_CALL } from '../shared/protocol.ts';
import { SAMPLE_ORDERS } from './plain/sample-orders.ts';

const VERSION = '2026-07-28';
const TOOL = 'list_orders';

const BODY = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: TOOLS_CALL,
  params: {
    name: TOOL,
    arguments: { limit: 10 },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': VERSION,
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    },
  },
});

const Answer = z.object({ result: z.object({ structuredContent: z.object({ orders: z.array(z.unknown()) }) }) });

/** Calls `list_orders` over HTTP and makes sure that it answered alice's orders. */
export async function callListOrders(endpoint: string, token?: string): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      [McpHeader.protocolVersion]: VERSION,
      [McpHeader.method]: TOOLS_CALL,
      [McpHeader.name]: TOOL,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: BODY,
  });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${endpoint} answered ${response.status}: ${text.slice(0, 300)}`);
  const { orders } = Answer.parse(JSON.parse(text)).result.structuredContent;
  if (orders.length !== SAMPLE_ORDERS.length) throw new Error(`${endpoint} answered ${orders.length} orders`);
}
