import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startFixture, until } from './local-mode.ts';
import { rawCall } from './raw-request.ts';

let running: Running;
let token: string;

/** A service of this machine that no tool has on its list. */
const neighbour = createServer((_, response) => response.end('secret'));

beforeAll(async () => {
  await new Promise<void>((done) => neighbour.listen(0, '127.0.0.1', done));
  running = await startFixture();
  token = await running.token({ user: 'alice', scopes: ['fixture'] });
});
afterAll(async () => {
  neighbour.close();
  await running.close();
});

async function attempt(tool: 'egress' | 'aws_bound' | 'cut_off', way: string, target: string) {
  const answer = await rawCall(running.endpoint, token, tool, { way, target });
  return answer.message.result?.structuredContent;
}

function neighbourAddress(): string {
  const address = neighbour.address();
  return `127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`;
}

describe('a tool reaches what its contract says', () => {
  test('the service it names: its key is missing, so the service itself refuses (H4)', async () => {
    expect(await attempt('egress', 'fetch', 'RATES_URL')).toEqual({ reached: true, code: '', text: '401' });
  });

  test.each(['egress', 'aws_bound'] as const)('%s: AWS, which wants a signature (H4)', async (tool) => {
    expect(await attempt(tool, 'fetch', 'AWS_ENDPOINT_URL')).toMatchObject({ reached: true });
  });
});

describe('a tool reaches nothing else', () => {
  test.each([
    ['fetch', 'https://paste.example.net/', 'ENOTFOUND'],
    ['fetch', 'https://evil.rates.example.com/', 'ENOTFOUND'],
    ['fetch', 'http://203.0.113.7/', 'ETIMEDOUT'],
    ['tcp', '203.0.113.7:443', 'ETIMEDOUT'],
    ['tcp', '[::1]:443', 'ENOTFOUND'],
    ['http2', 'https://paste.example.net', 'ENOTFOUND'],
    ['lookup', 'c2VjcmV0.paste.example.net', 'ENOTFOUND'],
    ['resolve', 'c2VjcmV0.paste.example.net', 'ENOTFOUND'],
    ['udp', '203.0.113.7:53', 'ENETUNREACH'],
    ['local_socket', '/var/run/docker.sock', 'ENOENT'],
  ])('by %s to %s (H4)', async (way, target, code) => {
    expect(await attempt('egress', way, target)).toMatchObject({ reached: false, code });
  });

  test('not even beside it on this machine (H4)', async () => {
    expect(await attempt('egress', 'fetch', `http://${neighbourAddress()}/`)).toMatchObject({ code: 'ETIMEDOUT' });
    expect((await fetch(`http://${neighbourAddress()}/`)).ok).toBe(true);
  });

  test('that of another tool’s contract (H4)', async () => {
    const { port } = new URL(ratesUrl());
    expect(await attempt('aws_bound', 'tcp', `127.0.0.1:${port}`)).toMatchObject({ code: 'ETIMEDOUT' });
    expect(await attempt('egress', 'tcp', `127.0.0.1:${port}`)).toMatchObject({ reached: true });
  });

  test('with no network at all, not even AWS (H4)', async () => {
    expect(await attempt('cut_off', 'fetch', 'AWS_ENDPOINT_URL')).toMatchObject({ code: 'ETIMEDOUT' });
    expect(await attempt('cut_off', 'lookup', 'rates.example.com')).toMatchObject({ code: 'ENOTFOUND' });
  });
});

test('what a tool tried in vain is told to the developer, by function and address', async () => {
  await attempt('egress', 'fetch', 'https://paste.example.net/');
  const told = () => running.events.some((it) => it.event === 'denied' && it.resource === 'paste.example.net:443');
  await until(told, 'the refusal is told');
  expect(running.events).toContainEqual({
    event: 'denied',
    action: 'network',
    resource: 'paste.example.net:443',
    text: 'mcp-egress tried to reach paste.example.net:443, which its network does not let through',
  });
});

function ratesUrl(): string {
  const tool = running.localMode.stack
    .ofType('AWS::Lambda::Function')
    .find(({ physicalId }) => physicalId === 'mcp-egress');
  return /"RATES_URL":"([^"]+)"/.exec(JSON.stringify(tool?.properties))?.[1] ?? '';
}
