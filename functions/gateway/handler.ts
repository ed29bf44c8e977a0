import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { STSClient } from '@aws-sdk/client-sts';
import middy from '@middy/core';
import { executionModeStreamifyResponse } from '@middy/core/StreamifyResponse';
import type { Context } from 'aws-lambda';
import { GatewayEnvironment } from '../../shared/environment.ts';
import { recordWriter } from '../audit/write-record.ts';
import { tokenExchanger } from '../exchange/token-exchanger.ts';
import { loadPolicies } from '../policy/load-policies.ts';
import { connectionLinks } from './connection-links.ts';
import { downstreamReader } from './downstreams.ts';
import type { GatewayParts } from './gateway-parts.ts';
import { loadContracts } from './load-contracts.ts';
import { parameterReader } from './read-parameter.ts';
import { schemaValidators } from './schema-validators.ts';
import { serveRequest } from './serve-request.ts';
import { sessionPolicies } from './session-policies.ts';

/** What the gateway keeps of its own time, so that a call that takes too long still gets its record and answer. */
const RESERVED_MS = 2_000;

let parts: GatewayParts | undefined;
/** What must be over before the environment may freeze, by the event it belongs to. */
const settling = new WeakMap<WeakKey, Promise<void>>();

/** The second gate: API Gateway's REST proxy integration in STREAM mode. */
export const handler = middy({
  executionMode: executionModeStreamifyResponse,
  timeoutEarlyInMillis: 0,
  // Runs after the last byte, and also when the client left in the middle.
  requestEnd: ({ event }: { readonly event: unknown }) => (isKey(event) ? settling.get(event) : undefined),
}).handler(async (event: unknown, context: Context) => {
  parts ??= makeParts();
  const deadline = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - RESERVED_MS));
  const { answer, settled } = await serveRequest(event, deadline, parts);
  if (isKey(event)) settling.set(event, settled);
  return answer;
});

function isKey(event: unknown): event is WeakKey {
  return typeof event === 'object' && event !== null;
}

function makeParts(): GatewayParts {
  const environment = GatewayEnvironment.parse(process.env);
  const now = () => new Date();
  const contracts = loadContracts();
  const logs = new CloudWatchLogsClient();
  const parameters = { gateway: environment.GATEWAY_NAME, readParameter: parameterReader(), now };
  return {
    environment,
    contracts,
    validators: schemaValidators(),
    policies: loadPolicies(contracts),
    sessionPolicies: sessionPolicies(parameters),
    downstreams: downstreamReader(parameters),
    exchangeToken: tokenExchanger({ environment, fetch, now, randomUUID }),
    links: linksOf(environment, now),
    sts: new STSClient(),
    // One attempt: a call that was tried twice could run twice.
    lambda: new LambdaClient({ maxAttempts: 1 }),
    records: recordWriter({ logs, logGroup: environment.AUDIT_LOG_GROUP, functionName: 'gateway', now, randomUUID }),
    log: (line) => process.stderr.write(`${line}\n`),
    now,
    randomUUID,
  };
}

function linksOf({ CONNECT_TABLE: table, RESOURCE: resource }: GatewayParts['environment'], now: () => Date) {
  if (table === undefined) return undefined;
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  return connectionLinks({ table, resource, now, randomBytes, sha256 });
}
