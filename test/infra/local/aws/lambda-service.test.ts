import { setTimeout } from 'node:timers/promises';
import { InvokeCommand, InvokeWithResponseStreamCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, test } from 'vitest';
import {
  type Invocation,
  type InvocationOutcome,
  type LambdaHost,
  LambdaRefusal,
} from '../../../../infra/local/lambda/lambda-host.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { ACCOUNT, REGION, supportDeskStack } from './support-desk-stack.ts';

let fixture: EndpointFixture | undefined;
afterEach(() => fixture?.endpoint.close());

/** A host whose one function sends one chunk, the others after `release` and some milliseconds apart, and ends so. */
function hostThatSends(chunks: readonly string[], outcome: InvocationOutcome = { ok: true }, apart = 0) {
  const invocations: Invocation[] = [];
  const gate = Promise.withResolvers<void>();
  let sent = 0;
  const host: LambdaHost = {
    async invoke(invocation) {
      invocations.push(invocation);
      async function* body() {
        for (const [place, chunk] of chunks.entries()) {
          if (place > 0) await gate.promise.then(() => setTimeout(apart));
          sent += 1;
          yield Buffer.from(chunk);
        }
      }
      return {
        requestId: 'r-1',
        streamed: true,
        contentType: 'application/octet-stream',
        body: body(),
        outcome: Promise.resolve(outcome),
      };
    },
    close: async () => {},
  };
  return { host, invocations, release: () => gate.resolve(), sent: () => sent };
}

async function start(host: LambdaHost) {
  fixture = await startFixture(supportDeskStack(), host);
  const { endpoint } = fixture;
  return { endpoint, gateway: new LambdaClient(clientFor(endpoint, endpoint.credentialsForFunction('mcp-gateway'))) };
}

test('invokes a function and answers with what it returned', async () => {
  const { host, invocations } = hostThatSends(['{"a":1}']);
  const { gateway } = await start(host);
  const answer = await gateway.send(
    new InvokeCommand({ FunctionName: 'mcp-list_orders', Payload: Buffer.from('{"in":1}'), TenantId: 'alice-id' }),
  );
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
  expect(answer.FunctionError).toBeUndefined();
  expect(answer.Payload?.transformToString()).toBe('{"a":1}');
  expect(invocations).toMatchObject([{ functionName: 'mcp-list_orders', tenantId: 'alice-id' }]);
  expect(Buffer.from(invocations[0]?.payload ?? []).toString()).toBe('{"in":1}');
});

test('streams what a function sends while it still runs', async () => {
  const { host, release } = hostThatSends(['one', 'two']);
  const { gateway } = await start(host);
  const command = new InvokeWithResponseStreamCommand({ FunctionName: 'mcp-list_orders', Payload: Buffer.from('{}') });
  const { EventStream } = await gateway.send(command);
  const seen: unknown[] = [];
  for await (const { PayloadChunk, InvokeComplete } of EventStream ?? []) {
    if (PayloadChunk?.Payload) seen.push(Buffer.from(PayloadChunk.Payload).toString());
    if (InvokeComplete) seen.push(InvokeComplete);
    // the second chunk is sent only now: the first came before the function ended
    release();
  }
  expect(seen).toEqual(['one', 'two', expect.objectContaining({})]);
});

test('reports how a function failed, buffered and streamed', async () => {
  const { host } = hostThatSends([], {
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: 'Task timed out after 3.00 seconds',
  });
  const { gateway } = await start(host);
  const FunctionName = `arn:aws:lambda:${REGION}:${ACCOUNT}:function:mcp-list_orders`;
  const buffered = await gateway.send(new InvokeCommand({ FunctionName }));
  expect(buffered.FunctionError).toBe('Unhandled');
  expect(buffered.Payload?.transformToString()).toContain('Sandbox.Timedout');
  const { EventStream } = await gateway.send(new InvokeWithResponseStreamCommand({ FunctionName }));
  const events = await Array.fromAsync(EventStream ?? []);
  expect(events).toMatchObject([{ InvokeComplete: { ErrorCode: 'Sandbox.Timedout' } }]);
});

test('lets a function run on when its caller goes away', async () => {
  const chunks = Array.from({ length: 40 }, (_, place) => String(place));
  const { host, release, sent } = hostThatSends(chunks, { ok: true }, 5);
  const { gateway } = await start(host);
  const goes = new AbortController();
  const command = new InvokeWithResponseStreamCommand({ FunctionName: 'mcp-list_orders' });
  const { EventStream } = await gateway.send(command, { abortSignal: goes.signal });
  for await (const _ of EventStream ?? []) break;
  goes.abort();
  gateway.destroy();
  release();
  await expect.poll(sent, { timeout: 5000 }).toBe(chunks.length);
  expect(fixture?.faults).toEqual([]);
});

describe('refuses', () => {
  test('a tool that invokes another function, before the host hears of it (D1)', async () => {
    const { host, invocations } = hostThatSends([]);
    const { endpoint } = await start(host);
    const lenders = [endpoint.credentialsForFunction('mcp-list_orders'), await borrow(endpoint, 'alice-id')];
    for (const credentials of lenders) {
      const lambda = new LambdaClient(clientFor(endpoint, credentials));
      await expect(lambda.send(new InvokeCommand({ FunctionName: 'mcp-gateway' }))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        $metadata: { httpStatusCode: 403 },
      });
    }
    expect(invocations).toEqual([]);
  });

  test('a function outside the prefix of the gateway', async () => {
    const { gateway } = await start(hostThatSends([]).host);
    const asked = gateway.send(new InvokeCommand({ FunctionName: 'payroll' }));
    await expect(asked).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test.each([
    ['asynchronous invocations', { InvocationType: 'Event' as const }, /Event/],
    ['logs in the answer', { LogType: 'Tail' as const }, /Tail/],
    ['another version', { Qualifier: '7' }, /7/],
    [
      'a function of another region',
      { FunctionName: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:mcp-gateway` },
      /us-east-1/,
    ],
  ])('%s by name', async (_, change, message) => {
    const { gateway } = await start(hostThatSends([]).host);
    await expect(gateway.send(new InvokeCommand({ FunctionName: 'mcp-gateway', ...change }))).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringMatching(message),
    });
  });

  test('what the host refuses, in the words of Lambda', async () => {
    const host: LambdaHost = {
      invoke: async () => {
        throw new LambdaRefusal('TooManyRequestsException', 429, 'Rate Exceeded.');
      },
      close: async () => {},
    };
    const { gateway } = await start(host);
    await expect(gateway.send(new InvokeCommand({ FunctionName: 'mcp-gateway' }))).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      $metadata: { httpStatusCode: 429 },
    });
  });
});

test('says nothing of an unexpected error to the client and everything to whoever runs it', async () => {
  const cause = new Error('path of something');
  const { gateway } = await start({ invoke: () => Promise.reject(cause), close: async () => {} });
  const error = await gateway.send(new InvokeCommand({ FunctionName: 'mcp-gateway' })).catch((e: unknown) => e);
  expect(String(error)).not.toContain('path of something');
  expect(fixture?.faults).toEqual([cause]);
});
