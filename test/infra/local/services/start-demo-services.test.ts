import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { afterEach, describe, expect, test } from 'vitest';
import { addDemoService, DEMO_SERVICE_KEY } from '../../../../infra/demo/demo-service.ts';
import { demoServices } from '../../../../infra/local/services/demo-service.ts';
import { type DemoServices, startDemoServices } from '../../../../infra/local/services/start-demo-services.ts';
import { quickApp } from '../../example-gateway.ts';
import { plainTemplate } from '../../plain-template.ts';
import { assemblyOf } from '../template/assembly-of.ts';

const URL_OF_RATES = 'https://rates.example.com';
const withMetadata = (value: unknown) =>
  assemblyOf({
    Resources: {
      Key: { Type: 'AWS::SecretsManager::Secret', Metadata: { [DEMO_SERVICE_KEY]: value } },
      Other: { Type: 'AWS::SecretsManager::Secret' },
    },
  });

let running: DemoServices | undefined;
let key: string | undefined;
const faults: unknown[] = [];
afterEach(async () => {
  expect(faults.splice(0)).toEqual([]);
  await running?.close();
  running = undefined;
});

async function start(): Promise<string> {
  key = 'the-key';
  const services = demoServices(withMetadata([{ url: URL_OF_RATES, service: 'rates' }]));
  running = await startDemoServices(services, {
    secretOf: (secret) => (secret === 'Key' ? key : undefined),
    endpoint: () => 'http://127.0.0.1:1/prod/mcp',
    onFault: (error) => faults.push(error),
  });
  return running.addresses[0]?.local ?? '';
}

/** Unlike fetch, lets a test say any Host. */
async function get(url: string, headers: Record<string, string> = {}, method = 'GET') {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    request(url, { method, headers }, resolve).on('error', reject).end();
  });
  return { status: response.statusCode, body: JSON.parse(await text(response)) };
}

test('a resource says in its metadata what belongs to it, where AWS does not look', () => {
  const stack = new Stack(quickApp(), 'Example');
  const secret = new secretsmanager.Secret(stack, 'Key');
  const both = [
    { url: URL_OF_RATES, service: 'rates' },
    { url: 'https://profiles.example.com', service: 'profiles' },
  ] as const;
  addDemoService(secret, ...both);
  const [resource] = Object.values(plainTemplate(stack).Resources);
  expect(resource?.Metadata[DEMO_SERVICE_KEY]).toEqual(both);
  expect(() => addDemoService(new Construct(stack, 'Bare'), { url: URL_OF_RATES, service: 'rates' })).toThrow(
    'Example/Bare: a demo service goes with a resource',
  );
});

describe('the template', () => {
  test('names the services outside and what they belong to', () => {
    const service = { url: URL_OF_RATES, service: 'rates' };
    const other = { url: 'https://profiles.example.com', service: 'profiles' };
    expect(demoServices(withMetadata([service, other]))).toEqual([
      { owner: 'Key', ...service },
      { owner: 'Key', ...other },
    ]);
  });

  test.each([
    [{ url: URL_OF_RATES, service: 'weather' }],
    [{ url: 'http://rates.example.com', service: 'rates' }],
    [{ url: URL_OF_RATES, service: 'rates', port: 1 }],
    { url: URL_OF_RATES, service: 'rates' },
    [],
    'rates',
  ])('stops the start with a service it does not know: %j', (metadata) => {
    expect(() => demoServices(withMetadata(metadata))).toThrow('sallyport:demo-service');
  });
});

describe('the service of exchange rates', () => {
  test('stands on loopback for the address in the template', async () => {
    await start();
    expect(running?.addresses).toEqual([
      { aws: URL_OF_RATES, local: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
    ]);
  });

  test('gives the same rates in every start to whoever shows the key', async () => {
    const url = await start();
    expect(await get(`${url}/v1/rates/EUR/USD`, { 'x-api-key': 'the-key' })).toEqual({
      status: 200,
      body: { from: 'EUR', to: 'USD', rate: 1.0842, asOf: '2026-11-20' },
    });
  });

  test.each([{}, { 'x-api-key': '' }, { 'x-api-key': 'another' }])('lets nobody in with %j (H2)', async (headers) => {
    expect((await get(`${await start()}/v1/rates/EUR/USD`, headers)).status).toBe(401);
  });

  test('takes the key its secret has at the time, and none where there is none (H2)', async () => {
    const url = `${await start()}/v1/rates/EUR/USD`;
    key = 'rotated';
    expect((await get(url, { 'x-api-key': 'the-key' })).status).toBe(401);
    expect((await get(url, { 'x-api-key': 'rotated' })).status).toBe(200);
    key = undefined;
    expect((await get(url, { 'x-api-key': '' })).status).toBe(503);
  });

  test.each(['/v1/rates/EUR/XXX', '/v1/rates/EUR', '/', '/v1/rates/EUR/constructor'])(
    'has no rate at %s',
    async (path) => {
      expect((await get(`${await start()}${path}`, { 'x-api-key': 'the-key' })).status).toBe(404);
    },
  );

  test.each([{ host: 'rates.example.com' }, { origin: 'https://evil.example' }])(
    'refuses pages of browsers: %j',
    async (headers) => {
      const url = `${await start()}/v1/rates/EUR/USD`;
      expect((await get(url, { 'x-api-key': 'the-key', ...headers })).status).toBe(403);
    },
  );
});

test('a service that needs another one which the template does not name stops the start', async () => {
  const services = demoServices(withMetadata([{ url: 'https://profiles.example.com', service: 'profiles' }]));
  const surroundings = { secretOf: () => undefined, endpoint: () => '', onFault: () => undefined };
  await expect(startDemoServices(services, surroundings)).rejects.toThrow('names no service profiles-issuer');
});

test('a fault of a stand-in is told, and the request ends (A10)', async () => {
  const services = demoServices(
    withMetadata([
      { url: 'https://profiles.example.com', service: 'profiles' },
      { url: 'https://login.profiles.example.com', service: 'profiles-issuer' },
    ]),
  );
  const told: unknown[] = [];
  running = await startDemoServices(services, {
    secretOf: () => undefined,
    endpoint: () => {
      throw new Error('the gateway has not started yet');
    },
    onFault: (error) => told.push(error),
  });
  await expect(fetch(`${running.addresses[1]?.local}/token`)).rejects.toThrow();
  expect(told).toMatchObject([{ message: 'the gateway has not started yet' }]);
});
