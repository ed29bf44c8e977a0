import { expect, test } from 'vitest';
import { requestAudit } from '../../../functions/gateway/request-audit.ts';
import { serveRequest } from '../../../functions/gateway/serve-request.ts';
import { settleAnswer } from '../../../functions/gateway/settle-answer.ts';
import { encodeFrame } from '../../../shared/envelope.ts';
import { callOf, eventOf, modern, testGateway } from './fixture/test-gateway.ts';

const _meta = { progressToken: 'p' };

test.each([
  ['an older client', eventOf(callOf('list_orders', {}, { _meta }))],
  ['a 2026-07-28 client', modern('tools/call', { name: 'list_orders', arguments: {}, _meta })],
])('a call that %s abandons ends, is told to stop, and still leaves its one record (I1, D4)', async (_, event) => {
  const gateway = testGateway({ invoke: () => ({ EventStream: talkingForever() }) });
  const { answer, settled } = await serveRequest(event, new AbortController().signal, gateway.parts);
  if (typeof answer.body === 'string') throw new Error('a call with progress streams');
  const reader = answer.body.getReader();
  expect((await reader.read()).done).toBe(false);
  expect(gateway.records).toEqual([]);
  await reader.cancel('gone');
  await settled;
  expect(gateway.records).toMatchObject([{ outcome: 'failed', reason: 'client_gone' }]);
});

test('progress reaches the client before the tool has ended', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  const gateway = testGateway({ invoke: () => ({ EventStream: endingLater(ended) }) });
  const event = modern('tools/call', { name: 'list_orders', arguments: {}, _meta });
  const { answer } = await serveRequest(event, new AbortController().signal, gateway.parts);
  if (typeof answer.body === 'string') throw new Error('a call with progress streams');
  const reader = answer.body.getReader();
  expect(Buffer.from((await reader.read()).value ?? '').toString()).toContain('notifications/progress');
  expect(gateway.records).toEqual([]);
  end();
  expect(Buffer.from((await reader.read()).value ?? '').toString()).toContain('ord_1');
  expect(gateway.records).toMatchObject([{ outcome: 'succeeded' }]);
});

test.each([
  ['says no more than its status', new Response(null, { status: 499 }), 'protocol_refused'],
  ['carries a code nobody knows', Response.json({ error: { code: -32000 } }, { status: 406 }), 'protocol_refused'],
  ['carries a known code', Response.json({ error: { code: -32601 } }, { status: 404 }), 'unknown_method'],
])('a refusal of the SDK that %s leaves its record (I1)', async (_, response, reason) => {
  const gateway = testGateway();
  const audit = requestAudit({ ...gateway.parts, gateway: 'desk' });
  const message = { jsonrpc: '2.0' as const, id: 1, method: 'ping' };
  await settleAnswer(response, { audit, message, begun: () => false, leave: () => undefined });
  expect(gateway.records).toMatchObject([{ outcome: 'refused', reason }]);
});

test('a call that our own handler never saw does not pass as answered (I1)', async () => {
  const audit = requestAudit({ ...testGateway().parts, gateway: 'desk' });
  const message = { jsonrpc: '2.0' as const, id: 1, method: 'tools/call' };
  const settling = { audit, message, begun: () => false, leave: () => undefined };
  await expect(settleAnswer(Response.json({ result: {} }), settling)).rejects.toThrow('unexpected');
});

const progress = { PayloadChunk: { Payload: Buffer.from(encodeFrame({ type: 'progress', progress: 1 })) } };

async function* talkingForever() {
  for (;;) {
    yield progress;
    await new Promise((done) => setTimeout(done, 5));
  }
}

async function* endingLater(ended: Promise<void>) {
  yield progress;
  await ended;
  yield { PayloadChunk: { Payload: Buffer.from(encodeFrame({ type: 'result', output: { orderIds: ['ord_1'] } })) } };
  yield { InvokeComplete: {} };
}
