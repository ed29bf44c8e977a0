import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { expect, test } from 'vitest';
import { serveRequest } from '../../../functions/gateway/serve-request.ts';
import { eventOf, testGateway } from './fixture/test-gateway.ts';
import { framesOf, ORDERS } from './fixture/tool-stream.ts';

function connected(gateway: ReturnType<typeof testGateway>, mode: 'legacy' | 'auto') {
  const fetch = async (url: string | URL | Request, init?: RequestInit) => {
    const request = new Request(url, init);
    const headers = {
      ...Object.fromEntries(request.headers),
      Host: undefined,
      'Content-Type': undefined,
      Accept: undefined,
    };
    const event = eventOf(await request.text(), { method: request.method, headers });
    const { answer } = await serveRequest(event, new AbortController().signal, gateway.parts);
    const empty = answer.statusCode === 202;
    return new Response(empty ? null : answer.body, { status: answer.statusCode, headers: answer.headers });
  };
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const transport = new StreamableHTTPClientTransport(new URL('https://mcp.example.com/mcp'), { fetch });
  return { client, ready: client.connect(transport) };
}

test.each(['legacy', 'auto'] as const)(
  'the official client (%s) connects, lists, calls and hears progress',
  async (mode) => {
    const gateway = testGateway({
      invoke: () => ({ EventStream: framesOf({ type: 'progress', progress: 1, total: 2 }, ORDERS) }),
    });
    const { client, ready } = connected(gateway, mode);
    await ready;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['create_refund', 'list_orders']);

    const progress: number[] = [];
    const result = await client.callTool(
      { name: 'list_orders', arguments: { limit: 5 } },
      { onprogress: (step) => progress.push(step.progress) },
    );
    expect(result.structuredContent).toEqual({ orderIds: ['ord_1'] });
    expect(progress).toEqual([1]);

    const refused = await client.callTool({ name: 'list_orders', arguments: { limit: 500 } });
    expect(refused).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'invalid_input' } });
    await expect(client.callTool({ name: 'nothing' })).rejects.toMatchObject({ code: -32602 });
    await client.close();

    const calls = gateway.records.filter(({ method }) => method === 'tools/call');
    expect(calls.map(({ outcome, reason }) => reason ?? outcome)).toEqual([
      'succeeded',
      'invalid_input',
      'unknown_tool',
    ]);
  },
);
