import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { refuseForeign } from '../aws/loopback-guard.ts';
import type { DemoService, ServiceName } from './demo-service.ts';
import { parcels } from './parcels.ts';
import { profiles } from './profiles.ts';
import { profilesIssuer } from './profiles-issuer.ts';
import { rates } from './rates.ts';
import type { ServiceAnswer } from './service-request.ts';
import { jsonService, type Serve, type Surroundings, sendJson, type Visit } from './stand-in.ts';

/** Every stand-in by its name. */
const STAND_INS: { readonly [name in ServiceName]: (surroundings: Surroundings) => Serve } = {
  rates: ({ secret }) =>
    jsonService((request) => {
      const key = secret();
      return key === undefined ? CLOSED : rates(request, key);
    }),
  profiles: (surroundings) => jsonService(profiles(surroundings)),
  'profiles-issuer': profilesIssuer,
  parcels: () => jsonService(parcels),
};

/** A secret that has no value opens nothing. */
const CLOSED: ServiceAnswer = { status: 503, body: { error: 'the service has no key' } };

/** How many visits are kept. */
const VISITS = 200;

/** What the stand-ins ask of the running template; nothing of it is there while they start. */
export interface DemoSurroundings {
  /** Current value of a secret by its logical id; asked at every request, so rotation shows at once. */
  secretOf(logicalId: string): string | undefined;
  /** The gateway's endpoint. */
  endpoint(): string;
  /** Told of faults of a stand-in itself. */
  onFault(error: unknown): void;
}

/** The running stand-ins. */
export interface DemoServices {
  /** Where each service of the template is on this machine. */
  readonly addresses: readonly { readonly aws: string; readonly local: string }[];
  /** What the stand-ins that take tokens were shown last, oldest first. */
  visits(): readonly Visit[];
  close(): Promise<void>;
}

/** Starts a small server on loopback for every service outside AWS that the template names. */
export async function startDemoServices(
  services: readonly DemoService[],
  outside: DemoSurroundings,
): Promise<DemoServices> {
  const visits: Visit[] = [];
  const places = await Promise.all(services.map(async (service) => ({ ...service, ...(await listen()) })));
  const close = async () => {
    await Promise.all(places.map(({ server }) => stop(server)));
  };
  try {
    for (const { service, owner, server, local } of places) {
      const serve = STAND_INS[service]({
        url: local,
        addressOf: (name) => addressAmong(places, name),
        secret: () => outside.secretOf(owner),
        endpoint: outside.endpoint,
        onVisit: (visit) => visits.splice(0, visits.push(visit) - VISITS),
      });
      server.on('request', (request, response) => answer(serve, request, response, new URL(local), outside.onFault));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    addresses: places.map(({ url, local }) => ({ aws: url, local })),
    visits: () => [...visits],
    close,
  };
}

async function listen(): Promise<{ readonly server: Server; readonly local: string }> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a demo service is not listening');
  return { server, local: `http://127.0.0.1:${address.port}` };
}

async function answer(
  serve: Serve,
  request: IncomingMessage,
  response: ServerResponse,
  { port }: URL,
  onFault: (error: unknown) => void,
): Promise<void> {
  const foreign = refuseForeign(request, Number(port));
  if (foreign !== undefined) return sendJson(response, { status: 403, body: { error: foreign } });
  try {
    await serve(request, response);
  } catch (error) {
    onFault(error);
    response.destroy();
  }
}

function addressAmong(places: readonly { service: ServiceName; local: string }[], name: ServiceName): string {
  const local = places.find(({ service }) => service === name)?.local;
  if (local === undefined) throw new Error(`the template names no service ${name}`);
  return local;
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
