import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { LambdaHost } from '../lambda/lambda-host.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import type { AccessLogEntry } from './access-log.ts';
import type { ApiDefinition, ApiMethod } from './api-definition.ts';
import { isAddressedHere } from './check-host.ts';
import { handleRequest } from './handle-request.ts';
import { readApi } from './read-api.ts';
import { isSwitchedOff } from './stage-path.ts';
import { TokenBucket } from './throttle.ts';

const LOOPBACK = '127.0.0.1';

/** API Gateway's limit for the request line and all headers. */
const MAX_HEADER_BYTES = 10_240;

export interface RestApiOptions {
  readonly stack: DeployedStack;
  readonly lambda: LambdaHost;
  /** 0 takes any free port. */
  readonly port: number;
  /** Called once for every request, after its answer. */
  readonly onAccessLog: (entry: AccessLogEntry) => void;
  /**
   * Milliseconds since 1970.
   *
   * @default Date.now
   */
  readonly now?: () => number;
  /** @default randomUUID */
  readonly newRequestId?: () => string;
}

/** The running API. */
export interface RestApi {
  /** Base URL without the stage: `http://127.0.0.1:<port>`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the template's REST API on this machine only, as API Gateway would.
 *
 * @throws UnknownInTemplate for everything of the API that local mode does not know.
 */
export async function startRestApi(options: RestApiOptions): Promise<RestApi> {
  const { stack, lambda, onAccessLog, now = Date.now, newRequestId = randomUUID } = options;
  const api = readApi(stack);
  const parts = { api, lambda, buckets: bucketsOf(api, now), now, newRequestId, onAccessLog };
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    if (!isAddressedHere(request, portOf(server))) return forbid(response);
    if (isSwitchedOff(api, request.url ?? '')) return forbid(response);
    void handleRequest(parts, request, response);
  });
  server.listen(options.port, LOOPBACK);
  await once(server, 'listening');
  return { url: `http://${LOOPBACK}:${portOf(server)}`, close: () => close(server) };
}

/** One bucket for each method with limits. */
function bucketsOf({ methods }: ApiDefinition, now: () => number): ReadonlyMap<ApiMethod, TokenBucket> {
  return new Map(
    methods.flatMap((method) => (method.throttle ? [[method, new TokenBucket(method.throttle, now)] as const] : [])),
  );
}

/** What API Gateway answers to a Host it does not serve (A5), and at an address that is switched off. */
function forbid(response: ServerResponse): void {
  response.writeHead(403, { 'Content-Type': 'application/json', Connection: 'close' });
  response.end('{"message":"Forbidden"}');
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the API listens on no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
