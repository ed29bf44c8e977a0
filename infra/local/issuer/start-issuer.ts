import { randomBytes, randomUUID } from 'node:crypto';
import { type EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { debuglog } from 'node:util';
import Provider from 'oidc-provider';
import type { DeployedStack } from '../template/deployed-stack.ts';
import { clientStore } from './client-store.ts';
import { answerIssuerRequest } from './issuer-routes.ts';
import { type PoolClient, readPoolClients, readSignInPages } from './pool-clients.ts';
import { providerConfiguration } from './provider-configuration.ts';
import { freshSigningKey } from './signing-key.ts';
import { createTokenStore } from './token-store.ts';
import { userInfo } from './user-info.ts';
import { readUserPool } from './user-pool.ts';
import { type UserPoolAdmin, userPoolAdmin } from './user-pool-admin.ts';

/** What the issuer needs from outside. */
export interface IssuerOptions {
  readonly stack: DeployedStack;
  /** Loopback port; 0 leaves the choice to the system. */
  readonly port: number;
  /**
   * Milliseconds since the epoch, for what the issuer keeps. Tokens carry the time of the machine.
   *
   * @default Date.now
   */
  readonly now?: () => number;
  /** @default - the system's random source */
  readonly randomBytes?: (size: number) => Buffer;
  /** @default - the system's random source */
  readonly randomUUID?: () => string;
  /**
   * Told of requests that were refused.
   *
   * @default - shown when NODE_DEBUG contains `sallyport-issuer`
   */
  readonly debug?: (line: string) => void;
  /**
   * Told of faults of the issuer itself.
   *
   * @default - standard error
   */
  readonly onFault?: (error: unknown) => void;
}

/** The running stand-in for the template's Cognito user pool. */
export interface Issuer {
  /** `http://127.0.0.1:<port>`: what stands for `https://cognito-idp.<region>.amazonaws.com`. */
  readonly url: string;
  /** Value of `iss`: the URL and the pool's id. Stands for the pool's domain too. */
  readonly issuer: string;
  /** The template's clients, with the secrets of this run. */
  readonly clients: readonly PoolClient[];
  /** For the stand-in of Cognito's API: what it may change while the issuer runs. */
  readonly admin: UserPoolAdmin;
  close(): Promise<void>;
}

/**
 * Starts the OIDC issuer of local mode on loopback, with keys and secrets of this run only.
 *
 * @throws UnknownInTemplate when the template's user pool asks for something the issuer cannot offer.
 */
export async function startIssuer(options: IssuerOptions): Promise<Issuer> {
  const random = { randomBytes: options.randomBytes ?? randomBytes, randomUUID: options.randomUUID ?? randomUUID };
  const pool = readUserPool(options.stack);
  const templateClients = readPoolClients(options.stack, random.randomBytes);
  const clients = clientStore(templateClients, readSignInPages(options.stack));
  const tokens = createTokenStore(options.now ?? Date.now);
  const key = await freshSigningKey(random.randomBytes);
  const { server, url } = await listen(options.port);
  const issuer = `${url}/${pool.id}`;
  const provider = new Provider(issuer, providerConfiguration({ url, pool, clients, tokens, key, ...random }));
  const onFault = options.onFault ?? reportFault;
  reportEvents(provider, options.debug ?? debuglog('sallyport-issuer'), onFault);
  const page = { provider, origin: url, pool, clients };
  const parts = {
    provider,
    url,
    poolId: pool.id,
    page,
    userInfo: userInfo(issuer, key),
    callback: provider.callback(),
  };
  server.on('request', (request, response) => {
    answerIssuerRequest(parts, request, response).catch((error: unknown) => {
      onFault(error);
      response.destroy();
    });
  });
  const admin = userPoolAdmin({ pool, clients, tokens, randomBytes: random.randomBytes });
  return { url, issuer, clients: templateClients, admin, close: () => close(server) };
}

async function listen(port: number): Promise<{ server: Server; url: string }> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return { server, url: `http://127.0.0.1:${address.port}` };
}

function reportEvents(provider: Provider, debug: (line: string) => void, onFault: (error: unknown) => void): void {
  const refused = (_ctx: unknown, error: Error) => debug(`${error.name}: ${error.message}`);
  provider.on('authorization.error', refused);
  provider.on('grant.error', refused);
  provider.on('revocation.error', refused);
  provider.on('server_error', (_ctx: unknown, error: unknown) => onFault(error));
  const emitter: EventEmitter = provider;
  emitter.on('error', onFault);
}

function reportFault(error: unknown): void {
  console.error('the local issuer failed:', error);
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
