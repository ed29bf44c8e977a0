import { request as httpRequest } from 'node:http';
import { afterEach } from 'vitest';
import type { AccessLogEntry } from '../../../../infra/local/api/access-log.ts';
import { type RestApi, startRestApi } from '../../../../infra/local/api/start-rest-api.ts';
import { apiStack } from './api-template.ts';
import { type FakeFunction, FakeLambda } from './fake-lambda.ts';

const running: RestApi[] = [];

afterEach(async () => {
  for (const api of running.splice(0)) await api.close();
});

/** An authorizer that lets everyone in. */
export const allowAll: FakeFunction = async () => policy('Allow', '*');

export function policy(effect: 'Allow' | 'Deny', resource: string, context: Record<string, string> = {}) {
  return {
    principalId: 'alice',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: effect, Action: 'execute-api:Invoke', Resource: resource }],
    },
    context,
  };
}

/** Starts the small API around fake functions; it is closed after the test. */
export async function startApi(
  changes: Record<string, object> = {},
  functions: Record<string, FakeFunction> = {},
  now: () => number = Date.now,
) {
  const lambda = new FakeLambda({
    guard: allowAll,
    gateway: async () => ({ statusCode: 200, body: 'ok' }),
    ...functions,
  });
  const log: AccessLogEntry[] = [];
  const api = await startRestApi({
    stack: apiStack(changes),
    lambda,
    port: 0,
    onAccessLog: (entry) => log.push(entry),
    now,
  });
  running.push(api);
  const call = (path: string, init: RequestInit = {}) => fetch(`${api.url}${path}`, init);
  return { api, lambda, log, call };
}

/** Sends a request with headers `fetch` would not send; gives status and body. */
export function rawRequest(
  url: string,
  { method = 'GET', headers = [] as string[], path }: { method?: string; headers?: string[]; path?: string },
): Promise<{ status: number | undefined; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port, pathname } = new URL(url);
    const sent = httpRequest(
      { hostname, port, method, path: path ?? pathname, headers, setHost: false },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (text) => {
          body += text;
        });
        response.on('end', () => resolve({ status: response.statusCode, body }));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}
