import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runProgram } from '../../../infra/cli/run-program.ts';
import { type DevState, writeDevState } from '../../../infra/dev-state.ts';
import { type Issuer, startIssuer } from '../../../infra/local/issuer/start-issuer.ts';
import { resource, stackOf } from '../local/issuer/sample-pool.ts';
import { startDeskEndpoint } from './desk-endpoint.ts';

let folder: string;
let desk: Awaited<ReturnType<typeof startDeskEndpoint>>;
let issuer: Issuer;
let state: DevState;
let output: string[];
let errors: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-'));
  const address = await freeAddress();
  desk = await startDeskEndpoint(`${address}/local_Pool1`);
  issuer = await startIssuer({ stack: deskStack(desk.resource), port: Number(new URL(address).port) });
  state = {
    gateway: 'mcp',
    endpoint: desk.resource,
    issuer: issuer.issuer,
    clients: issuer.clients.map(({ id, name, redirectUris, scopes }) => ({
      id,
      name,
      redirectUris: [...redirectUris],
      scopes: [...scopes],
    })),
    aws: { endpoint: desk.resource, region: 'r', accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' },
    auditLogGroup: 'audit',
    pid: process.pid,
  };
  await writeDevState(folder, state);
});

afterAll(async () => {
  await Promise.all([desk.close(), issuer.close()]);
  await rm(folder, { recursive: true });
});

beforeEach(() => {
  output = [];
  errors = [];
  desk.seen.length = 0;
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  vi.spyOn(console, 'log').mockImplementation((words) => output.push(String(words)));
  vi.spyOn(console, 'error').mockImplementation((words) => errors.push(String(words)));
});
afterEach(() => vi.restoreAllMocks());

/** The endpoint must know the issuer and the issuer the endpoint, so one of the two addresses is chosen first. */
async function freeAddress(): Promise<string> {
  const first = await startIssuer({ stack: deskStack('https://unused.example/mcp'), port: 0 });
  await first.close();
  return first.url;
}

function deskStack(identifier: string) {
  return stackOf([
    resource('Pool', 'AWS::Cognito::UserPool', 'local_Pool1', {}),
    resource('Desk', 'AWS::Cognito::UserPoolResourceServer', 'Desk', {
      Identifier: identifier,
      Scopes: [{ ScopeName: 'list_orders' }, { ScopeName: 'refund' }],
    }),
    resource('App', 'AWS::Cognito::UserPoolClient', 'app-client', {
      ClientName: 'desk app',
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['code'],
      AllowedOAuthScopes: ['openid', `${identifier}/list_orders`, `${identifier}/refund`],
      CallbackURLs: ['http://127.0.0.1/callback'],
    }),
  ]);
}

test('token prints the access token and nothing else, bound to the endpoint, with the scope of its challenge', async () => {
  expect(await runProgram(['token', '--user', 'bob'])).toBe(0);
  expect(output).toHaveLength(1);
  expect(decodeJwt(output[0] ?? '')).toMatchObject({
    username: 'bob',
    aud: desk.resource,
    scope: `${desk.resource}/list_orders`,
  });
});

test('token completes short scope names', async () => {
  expect(await runProgram(['token', '--user', 'bob', '--scope', 'openid refund'])).toBe(0);
  expect(decodeJwt(output[0] ?? '').scope).toBe(`openid ${desk.resource}/refund`);
});

test.each([
  [['token', '--user', 'mallory'], /no "mallory" here.*alice, bob, carol/],
  [['token', '--user', 'alice', '--scope', 'everything'], /invalid_scope.*may ask for: openid/],
  [['token', '--user', 'alice', '--client', 'ghost'], /no client "ghost".*app-client/],
  [['call', 'nothing', '{"text":"x"}', '--user', 'alice'], /refused to call "nothing"/],
])('%o is refused in words that help', async (words, sentence) => {
  expect([await runProgram(words), output]).toEqual([1, []]);
  expect(errors.join('\n')).toMatch(sentence);
});

test('call speaks the current protocol only and prints what the tool answered', async () => {
  expect(await runProgram(['call', 'list_orders', '{"text":"hello"}', '--user', 'alice'])).toBe(0);
  expect(JSON.parse(output.join('\n'))).toEqual({ echo: 'hello' });
  expect(new Set(desk.seen.slice(1).map(({ version }) => version))).toEqual(new Set(['2026-07-28']));
});

test('call signs in again with the scope that was missing, once', async () => {
  expect(await runProgram(['call', 'refund', '{"text":"hello"}', '--user', 'alice', '--json'])).toBe(0);
  expect(JSON.parse(output.join(''))).toEqual({ isError: false, output: { echo: 'hello' } });
  const scopes = new Set(desk.seen.map(({ scope }) => scope));
  expect([...scopes].at(-1)).toContain(`${desk.resource}/refund`);
});

test('a tool that answers with an error ends the call with 1, on standard error', async () => {
  expect([await runProgram(['call', 'list_orders', '{"text":"fail"}', '--user', 'alice']), output]).toEqual([1, []]);
  expect(errors).toEqual(['call list_orders first']);
});
