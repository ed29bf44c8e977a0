import { expect, test } from 'vitest';
import { invokeTool, type ProgressFrame } from '../../../functions/gateway/invoke-tool.ts';
import type { Envelope } from '../../../shared/envelope.ts';
import { fakeLambda } from './fixture/fake-client.ts';
import { ALICE } from './fixture/test-gateway.ts';
import { framesOf, ORDERS } from './fixture/tool-stream.ts';

const envelope: Envelope = {
  version: 1,
  call: { id: 'call-1', tool: 'list_orders', caller: ALICE },
  input: {},
  credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', expiration: 'e' },
  tokens: {},
};

function invoke(
  stream: AsyncIterable<unknown>,
  changes: {
    clientGone?: AbortSignal;
    deadline?: AbortSignal;
    onProgress?: (frame: ProgressFrame) => Promise<void>;
  } = {},
) {
  return invokeTool({
    lambda: fakeLambda([], () => ({ EventStream: stream })),
    gateway: 'desk',
    envelope,
    onProgress: async () => undefined,
    clientGone: new AbortController().signal,
    deadline: new AbortController().signal,
    ...changes,
  });
}

async function* silence(): AsyncGenerator<never> {
  await new Promise(() => undefined);
}

test('stops reading when the client has gone (D4)', async () => {
  await expect(invoke(silence(), { clientGone: AbortSignal.timeout(10) })).rejects.toThrow('client_gone');
});

test('stops reading when its time is over', async () => {
  await expect(invoke(silence(), { deadline: AbortSignal.timeout(10) })).rejects.toThrow('tool_timed_out');
});

test('does not take a stream that broke off for an answer', async () => {
  async function* brokenOff() {
    yield { PayloadChunk: { Payload: Buffer.from(`${JSON.stringify(ORDERS)}\n`) } };
  }
  await expect(invoke(brokenOff())).rejects.toThrow('tool_crashed');
});

test('takes nothing after the last frame: neither progress nor a second answer (F3)', async () => {
  await expect(invoke(framesOf(ORDERS, ORDERS))).rejects.toThrow('tool_broke_protocol');
  await expect(invoke(framesOf(ORDERS, { type: 'progress', progress: 1 }))).rejects.toThrow('tool_broke_protocol');
});

test('takes an error in the middle of a stream as a crash', async () => {
  async function* failing() {
    yield { PayloadChunk: { Payload: Buffer.from(`${JSON.stringify(ORDERS)}\n`) } };
    throw new Error('reset');
  }
  await expect(invoke(failing())).rejects.toThrow('tool_crashed');
});

test('hands progress on in order and waits until it was sent', async () => {
  const seen: string[] = [];
  const frames = [1, 2, 3].map((progress) => ({ type: 'progress', progress }) as const);
  const output = await invoke(framesOf(...frames, ORDERS), {
    onProgress: async ({ progress }) => {
      seen.push(`begin ${progress}`);
      await new Promise((done) => setTimeout(done, 5));
      seen.push(`end ${progress}`);
    },
  });
  expect(seen).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  expect(output).toEqual(ORDERS);
});
