import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startFixture, until } from './local-mode.ts';
import { type RawAnswer, rawCall } from './raw-request.ts';

let running: Running;
let tokens: Record<'alice' | 'bob', string>;

beforeAll(async () => {
  running = await startFixture({ limits: { perTenant: 1 } });
  tokens = {
    alice: await running.token({ user: 'alice', scopes: ['fixture'] }),
    bob: await running.token({ user: 'bob', scopes: ['fixture'] }),
  };
});
afterAll(() => running.close());

function contentOf(answer: RawAnswer): Readonly<Record<string, unknown>> {
  const content = answer.message.result?.structuredContent;
  if (!content) throw new Error(`no result: ${answer.text}`);
  return content;
}

/** A call that API Gateway throttled reached no function: it is made again. */
async function traces(person: 'alice' | 'bob', marker: string, delayMs = 0): Promise<RawAnswer> {
  const answer = await rawCall(running.endpoint, tokens[person], 'traces', { marker, delayMs });
  if (answer.status !== 429) return answer;
  await sleep(THROTTLED_MS);
  return traces(person, marker, delayMs);
}

const THROTTLED_MS = 100;

const CALLS = 1000;
const AT_ONCE = 8;

test(`${CALLS} interleaved calls of two callers on warm processes: each answer holds its own marker only (D2, D4)`, async () => {
  const before = running.records().length;
  const processes = new Map<string, Set<unknown>>();
  let next = 0;
  async function worker(): Promise<void> {
    for (let index = next++; index < CALLS; index = next++) {
      const person = Math.random() < 0.5 ? 'alice' : 'bob';
      const marker = `${person}-${index}-${randomUUID()}`;
      const content = contentOf(await traces(person, marker, Math.floor(Math.random() * 4)));
      expect(content).toMatchObject({ marker, found: [] });
      processes.set(
        String(content.caller),
        (processes.get(String(content.caller)) ?? new Set()).add(content.processId),
      );
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  expect(processes.size).toBe(2);
  const [one, other] = [...processes.values()];
  expect([...(one ?? [])].filter((id) => other?.has(id))).toEqual([]);
  expect([one?.size, other?.size]).toEqual([1, 1]);
  expect(running.records()).toHaveLength(before + CALLS);
}, 120_000);

test('files, timers, globals and variables of a call are gone in the next call of the same process (D4)', async () => {
  const first = contentOf(await traces('alice', 'first'));
  await new Promise((resolve) => setTimeout(resolve, 400));
  const second = contentOf(await traces('alice', 'second'));
  expect(second).toMatchObject({ found: [], processId: first.processId });
});

test('after a call that failed, was thrown out or timed out, the next one starts clean (D4)', async () => {
  for (const how of ['throw', 'exit', 'hang']) {
    await rawCall(running.endpoint, tokens.alice, 'misbehave', { how, marker: how });
    const answer = await rawCall(running.endpoint, tokens.alice, 'misbehave', { how: 'tool_error', marker: 'next' });
    expect(answer.message.result?.content?.[0]?.text).toBe('refused on purpose: next');
  }
});

test.each([
  ['throw', 'tool_crashed', 'failed'],
  ['exit', 'tool_crashed', 'failed'],
  ['hang', 'tool_timed_out', 'failed'],
  ['bad_output', 'invalid_output', 'failed'],
  ['huge_output', 'output_too_large', 'failed'],
])(
  'a tool that ends in %s gives a safe result with a code, and one record that says %s (A10, F3, F4, I1)',
  async (how, reason, outcome) => {
    const marker = randomUUID();
    const before = running.records().length;
    const answer = await rawCall(running.endpoint, tokens.bob, 'misbehave', { how, marker });
    expect(answer.status).toBe(200);
    expect(answer.message.result?.isError).toBe(true);
    expect(answer.text).not.toContain(marker);
    expect(answer.text).not.toMatch(/arn:aws|node_modules|at Object\.|\/var\/task/);
    expect(running.records().slice(before)).toMatchObject([{ tool: 'misbehave', reason, outcome }]);
    expect(answer.message.result?._meta).toMatchObject({ 'sallyport/code': reason });
  },
);

test('a client that leaves in the middle of a call still leaves its one record (I1, D4)', async () => {
  const before = running.records().length;
  const gone = new AbortController();
  const calling = fetch(running.endpoint, {
    method: 'POST',
    signal: gone.signal,
    headers: {
      authorization: `Bearer ${tokens.bob}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'misbehave', arguments: { how: 'hang' } },
    }),
  });
  setTimeout(() => gone.abort(), 300);
  await expect(calling.then((response) => response.text())).rejects.toThrow();
  await until(() => running.records().length > before, 'the record of the abandoned call is there');
  expect(running.records()).toHaveLength(before + 1);
});
