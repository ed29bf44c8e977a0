import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ARN, handler, PER_TENANT, type RunningHost, runFunctions } from './functions-on-disk.ts';

const ECHO = `export const handler = async (event, context) => ({ event, context, pid: process.pid });`;

const STREAM = `
export const handler = awslambda.streamifyResponse(async (event, stream) => {
  const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'x-from': 'function' } });
  http.write('one,');
  await new Promise((resolve) => setTimeout(resolve, 20));
  if (event.fail) throw new RangeError('broke in the middle');
  http.end('two');
});`;

const STREAM_FAILS_FIRST = `
export const handler = awslambda.streamifyResponse(async () => { throw new TypeError('broke before the first byte'); });`;

let running: RunningHost;

beforeAll(async () => {
  running = await runFunctions([
    handler('echo', ECHO),
    handler('tenant-echo', ECHO, PER_TENANT),
    handler('stream', STREAM),
    handler('stream-fails-first', STREAM_FAILS_FIRST),
    handler('throws', `export const handler = async () => { throw new SyntaxError('no such order'); };`),
    handler('says-nothing', `export const handler = async () => {};`),
    handler('talks', `export const handler = async () => { console.log('two\\nlines'); console.error('an error'); };`),
    handler('big', `export const handler = async ({ size }) => 'x'.repeat(size);`),
  ]);
});

afterAll(() => running[Symbol.asyncDispose]());

describe('an invocation', () => {
  test('returns what the function returned, under its request id', async () => {
    const answer = await running.call('echo', { orderId: 'ord_1' });
    expect(answer).toMatchObject({ streamed: false, contentType: 'application/json', outcome: { ok: true } });
    expect(JSON.parse(answer.text)).toMatchObject({
      event: { orderId: 'ord_1' },
      context: { functionName: 'echo', awsRequestId: answer.requestId, invokedFunctionArn: `${ARN}:function:echo` },
    });
  });

  test('finds the function by its ARN as well', async () => {
    expect(await running.json(`${ARN}:function:echo`, 1)).toMatchObject({ event: 1 });
  });

  test('answers null for a function that returns nothing', async () => {
    expect(await running.call('says-nothing')).toMatchObject({ text: 'null', outcome: { ok: true } });
  });

  test('that throws fails with the name and message of the error, and the process serves on', async () => {
    const outcome = { ok: false, errorType: 'SyntaxError', errorMessage: 'no such order' };
    const answer = await running.call('throws');
    expect(answer.outcome).toEqual(outcome);
    expect(JSON.parse(answer.text)).toMatchObject({ errorType: 'SyntaxError', errorMessage: 'no such order' });
    expect((await running.call('throws')).outcome).toEqual(outcome);
  });

  test('hands what the function prints to the log, line by line, with its tenant', async () => {
    await running.call('talks');
    await expect
      .poll(() => running.lines.map(({ text }) => text).join('|'))
      .toMatch(/INFO\ttwo\nlines.*ERROR\tan error/s);
    expect(running.lines.every(({ functionName }) => functionName !== '')).toBe(true);
  });

  test('refuses a response above the limit of Lambda', async () => {
    expect((await running.call('big', { size: 6_291_557 })).outcome).toMatchObject({
      ok: false,
      errorType: 'Function.ResponseSizeTooLarge',
    });
    expect((await running.call('big', { size: 1_000_000 })).text).toHaveLength(1_000_002);
  });

  test.each([
    ['an unknown function', 'ghost', '{}', 'ResourceNotFoundException', 404],
    ['a payload that is not JSON', 'echo', '{"a":', 'InvalidRequestContentException', 400],
    ['a payload above 6 MB', 'echo', JSON.stringify('x'.repeat(6_291_556)), 'RequestTooLargeException', 413],
  ])('is refused for %s', async (_, functionName, payload, name, status) => {
    const refusal = running.host.invoke({ functionName, payload: new TextEncoder().encode(payload) });
    await expect(refusal).rejects.toMatchObject({ name, status });
  });
});

describe('a streamed response', () => {
  test('arrives with its prelude and its chunks', async () => {
    const answer = await running.call('stream');
    expect(answer).toMatchObject({
      streamed: true,
      contentType: 'application/vnd.awslambda.http-integration-response',
      outcome: { ok: true },
    });
    const [prelude, body] = answer.text.split('\0'.repeat(8));
    expect(JSON.parse(prelude ?? '')).toEqual({ statusCode: 201, headers: { 'x-from': 'function' } });
    expect(body).toBe('one,two');
  });

  test('that breaks in the middle ends with the error in its outcome', async () => {
    const answer = await running.call('stream', { fail: true });
    expect(answer.text.endsWith('one,')).toBe(true);
    expect(answer.outcome).toEqual({ ok: false, errorType: 'RangeError', errorMessage: 'broke in the middle' });
  });

  test('that breaks before its first byte ends with the error in its outcome, time and again', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { text, outcome } = await running.call('stream-fails-first');
      expect({ text, outcome }).toMatchObject({ text: '', outcome: { errorType: 'TypeError' } });
    }
  });

  test('that its caller abandons does not stop the function from serving the next call', async () => {
    const response = await running.host.invoke({ functionName: 'stream', payload: new TextEncoder().encode('{}') });
    for await (const _ of response.body) break;
    expect(await response.outcome).toEqual({ ok: true });
    expect((await running.call('stream')).text).toMatch(/one,two$/);
  });
});

describe('a tenant', () => {
  test('reaches the function as context.tenantId', async () => {
    expect((await running.json('tenant-echo', {}, 'alice')).context.tenantId).toBe('alice');
    expect((await running.json('echo')).context.tenantId).toBeUndefined();
  });

  test('has a process of its own, and keeps it (D3)', async () => {
    const alice = await running.json('tenant-echo', {}, 'alice');
    const bob = await running.json('tenant-echo', {}, 'bob');
    expect(bob.pid).not.toBe(alice.pid);
    expect((await running.json('tenant-echo', {}, 'alice')).pid).toBe(alice.pid);
  });

  test.each([
    ['is compulsory for a function with tenant isolation (D3)', 'tenant-echo', undefined],
    ['is refused for a function without it', 'echo', 'alice'],
    ['must be an id that Lambda takes', 'tenant-echo', 'alice\r\nLambda-Runtime-Deadline-Ms: 0'],
    ['must not be empty', 'tenant-echo', ''],
  ])('%s', async (_, functionName, tenantId) => {
    await expect(running.call(functionName, {}, tenantId)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      status: 400,
    });
  });
});
