import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { refuseForeign } from '../aws/loopback-guard.ts';
import type { DemoService } from './demo-service.ts';
import { rates } from './rates.ts';
import type { ServiceAnswer, ServiceRequest } from './service-request.ts';

/** Every stand-in by its name. Each gets the secret that must be shown to it. */
const STAND_INS: {
  readonly [name in DemoService['service']]: (request: ServiceRequest, secret: string) => ServiceAnswer;
} = { rates };

/** The running stand-ins. */
export interface DemoServices {
  /** Where each service of the template is on this machine. */
  readonly addresses: readonly { readonly aws: string; readonly local: string }[];
  close(): Promise<void>;
}

/**
 * Starts a small server on loopback for every service outside AWS that the template names.
 *
 * @param secretOf - current value of a secret by its logical id; asked at every request, so rotation shows at once.
 */
export async function startDemoServices(
  services: readonly DemoService[],
  secretOf: (logicalId: string) => string | undefined,
): Promise<DemoServices> {
  const servers = await Promise.all(services.map((service) => start(service, secretOf)));
  return {
    addresses: services.map(({ url }, index) => ({ aws: url, local: `http://127.0.0.1:${portOf(servers[index])}` })),
    async close() {
      await Promise.all(servers.map(stop));
    },
  };
}

async function start(
  { service, secret }: DemoService,
  secretOf: (logicalId: string) => string | undefined,
): Promise<Server> {
  const server = createServer((request, response) => {
    const { status, body } = answer(request, portOf(server), (asked) => {
      const shown = secretOf(secret);
      return shown === undefined ? CLOSED : STAND_INS[service](asked, shown);
    });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** A secret that has no value opens nothing. */
const CLOSED: ServiceAnswer = { status: 503, body: { error: 'the service has no key' } };

function answer(
  request: IncomingMessage,
  port: number,
  serve: (request: ServiceRequest) => ServiceAnswer,
): ServiceAnswer {
  const foreign = refuseForeign(request, port);
  if (foreign !== undefined) return { status: 403, body: { error: foreign } };
  const { method = '', url = '', headers } = request;
  return serve({ method, path: url, headers });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (typeof address !== 'object' || address === null) throw new Error('a demo service is not listening');
  return address.port;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
