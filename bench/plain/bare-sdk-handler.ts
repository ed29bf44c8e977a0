import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod';
import { SAMPLE_ORDERS } from './sample-orders.ts';

/**
 * What Sallyport is measured against: the official SDK in one Lambda function, as its documentation shows it.
 *
 * No token is checked, no credentials are borrowed, nothing is recorded. The schemas are those of `list_orders`,
 * written out so that nothing of Sallyport is in this bundle.
 */
const Order = z.strictObject({
  orderId: z
    .string()
    .regex(/^ord_[a-z0-9]{12}$/)
    .max(16),
  item: z.string().max(120),
  cents: z.int().min(0).max(10_000_000),
  status: z.enum(['open', 'shipped', 'delivered', 'refunded']),
  placedAt: z.string().max(30),
});

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  server.registerTool(
    'list_orders',
    {
      title: 'List orders',
      description: 'Lists the most recent orders of the signed-in customer, newest first.',
      inputSchema: z.strictObject({ limit: z.int().min(1).max(50).default(10) }),
      outputSchema: z.strictObject({ orders: z.array(Order).max(50) }),
    },
    async ({ limit }) => {
      const structuredContent = { orders: SAMPLE_ORDERS.slice(0, limit) };
      return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
    },
  );
  return server;
});

/** API Gateway's REST proxy integration, buffered: the cheapest there is. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const response = await mcp.fetch(requestOf(event));
  return {
    statusCode: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

function requestOf({ headers, httpMethod, body, requestContext }: APIGatewayProxyEvent): Request {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] satisfies [string, string]],
  );
  const url = `https://${requestContext.domainName}${requestContext.path}`;
  return new Request(url, { method: httpMethod, headers: given, body });
}
