import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { handler } from '../../../bench/plain/bare-sdk-handler.ts';
import { SAMPLE_ORDERS } from '../../../bench/plain/sample-orders.ts';
import { DEMO_ORDERS } from '../../../infra/demo/demo-orders.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { listOrders } from '../../../shared/tools/list-orders.ts';

const Schemas = z.object({ inputSchema: z.looseObject({}), outputSchema: z.looseObject({}) });
const Listed = z.object({ result: z.object({ tools: z.tuple([Schemas]) }) });
const Called = z.object({ result: z.object({ structuredContent: z.unknown() }) });

/** What the bare handler answers to one message of MCP 2026-07-28. */
async function answer(method: string, params: Record<string, unknown>): Promise<unknown> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  };
  const event: Pick<APIGatewayProxyEvent, 'headers' | 'httpMethod' | 'body'> & { requestContext: object } = {
    httpMethod: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(typeof params.name === 'string' && { 'mcp-name': params.name }),
    },
    requestContext: { domainName: 'mcp.example', path: '/prod/mcp' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
  };
  const { statusCode, body } = await Reflect.apply(handler, undefined, [event]);
  expect(statusCode).toBe(200);
  return JSON.parse(body);
}

test('the bare handler lists the schemas of list_orders, so that both sides check the same', async () => {
  const [tool] = Listed.parse(await answer('tools/list', {})).result.tools;
  const { inputSchema, outputSchema } = describeTool(listOrders);
  expect(tool.inputSchema).toEqual(expect.objectContaining(withoutDialect(inputSchema)));
  expect(tool.outputSchema).toEqual(expect.objectContaining(withoutDialect(outputSchema)));
});

test('the bare handler answers what list_orders answers alice in local mode', async () => {
  const call = await answer('tools/call', { name: 'list_orders', arguments: { limit: 10 } });
  expect(Called.parse(call).result.structuredContent).toEqual({ orders: SAMPLE_ORDERS });
  const alices = DEMO_ORDERS.items.filter(({ callerId }) => callerId === '{{alice}}');
  const newestFirst = alices.toSorted((a, b) => String(b.placedAt).localeCompare(String(a.placedAt)));
  expect(SAMPLE_ORDERS).toEqual(newestFirst.map(({ callerId: _, ...order }) => order));
});

function withoutDialect({ $schema: _, ...schema }: object & { readonly $schema?: unknown }): object {
  return schema;
}
