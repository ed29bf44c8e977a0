import { expect, test } from 'vitest';
import { serveRequest } from '../../../functions/gateway/serve-request.ts';
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
