import { randomBytes } from 'node:crypto';
import type { Order } from './keycloak-admin.ts';

/** The endpoint the callers' tokens are for. */
export const ENDPOINT = 'https://mcp.example.com/mcp';
export const SIGN_IN_CLIENT = 'desk';
/** What stands before the scopes of the endpoint's tools, so that no other service's is taken for one. */
export const SCOPE_PREFIX = 'mcp.';
export const ORDERS_SCOPE = `${SCOPE_PREFIX}list_orders`;

/** Clients that act for themselves. */
export const MachineClient = {
  /** As the preset says: without `profile`. */
  nameless: 'robot',
  /** As the console makes one: its tokens have a sign-in name like a person's. */
  named: 'robot-as-made',
} as const;
export const PERSON = 'alice';
export const REDIRECT_URI = 'http://127.0.0.1/callback';

/** Clients of the gateway, by what a team does with them. */
export const GatewayClient = {
  /** As the docs say: it gets `basic` and the scopes of the downstream, and nothing else. */
  narrow: 'sallyport-gateway',
  /** As the console makes one: the realm's default scopes too. */
  asMade: 'gateway-as-made',
  /** Narrow, and it proves itself by a key instead of a secret. */
  withKey: 'gateway-with-key',
  /** Narrow, and nobody has switched the exchange on. */
  withoutExchange: 'gateway-without-exchange',
} as const;

/** Secrets of one realm, made for one run. */
export interface RealmSecrets {
  readonly password: string;
  readonly clientSecret: string;
}

/** What a new realm gives every client. */
const REALM_DEFAULTS = ['acr', 'basic', 'email', 'profile', 'roles', 'web-origins'];
const DOWNSTREAM_SCOPES = ['ledger.read', 'ledger.write'];

/**
 * Makes a realm as the docs say: a person, the client she signs in with, the gateway's clients, and the service
 * `ledger` behind its scopes. `payroll` is a service the gateway has no scope for.
 *
 * @param publicKeys - the gateway's key set.
 */
export async function makeRealm(order: Order, realm: string, publicKeys: object): Promise<RealmSecrets> {
  const secrets = { password: randomBytes(12).toString('hex'), clientSecret: randomBytes(24).toString('base64url') };
  await order('', { realm, enabled: true, roles: { realm: [{ name: 'billing' }] }, users: [person(secrets)] });
  await makeScopes((path, content) => order(`/${realm}${path}`, content));
  const makeClient = (client: object) =>
    order(`/${realm}/clients`, { enabled: true, standardFlowEnabled: false, ...client });
  for (const service of ['ledger', 'payroll']) await makeClient({ clientId: service });
  const exchange = { 'standard.token.exchange.enabled': 'true' };
  const gateway = {
    secret: secrets.clientSecret,
    fullScopeAllowed: false,
    defaultClientScopes: ['basic'],
    optionalClientScopes: DOWNSTREAM_SCOPES,
  };
  await makeClient({ ...gateway, clientId: GatewayClient.narrow, attributes: exchange });
  await makeClient({
    ...gateway,
    clientId: GatewayClient.asMade,
    attributes: exchange,
    defaultClientScopes: REALM_DEFAULTS,
  });
  await makeClient({ ...gateway, clientId: GatewayClient.withoutExchange });
  await makeClient({
    ...gateway,
    clientId: GatewayClient.withKey,
    clientAuthenticatorType: 'client-jwt',
    attributes: {
      ...exchange,
      'token.endpoint.auth.signing.alg': 'ES256',
      'use.jwks.string': 'true',
      'jwks.string': JSON.stringify(publicKeys),
    },
  });
  const machine = { secret: secrets.clientSecret, serviceAccountsEnabled: true, optionalClientScopes: [ORDERS_SCOPE] };
  await makeClient({ ...machine, clientId: MachineClient.nameless, defaultClientScopes: ['basic'] });
  await makeClient({ ...machine, clientId: MachineClient.named, defaultClientScopes: REALM_DEFAULTS });
  await makeClient({
    clientId: SIGN_IN_CLIENT,
    publicClient: true,
    standardFlowEnabled: true,
    redirectUris: [REDIRECT_URI],
    attributes: { 'pkce.code.challenge.method': 'S256' },
    defaultClientScopes: REALM_DEFAULTS,
    optionalClientScopes: [ORDERS_SCOPE],
    // A client may exchange only tokens that name it as an audience.
    protocolMappers: Object.values(GatewayClient).map((client) => audience({ 'included.client.audience': client })),
  });
  return secrets;
}

async function makeScopes(order: Order): Promise<void> {
  const makeScope = (name: string, mapper: object) =>
    order('/client-scopes', {
      name,
      protocol: 'openid-connect',
      attributes: { 'include.in.token.scope': 'true' },
      protocolMappers: [mapper],
    });
  for (const scope of DOWNSTREAM_SCOPES) await makeScope(scope, audience({ 'included.client.audience': 'ledger' }));
  await makeScope(ORDERS_SCOPE, audience({ 'included.custom.audience': ENDPOINT }));
}

function audience(whose: Readonly<Record<string, string>>): object {
  return {
    name: `audience ${Object.values(whose).join()}`,
    protocol: 'openid-connect',
    protocolMapper: 'oidc-audience-mapper',
    config: { ...whose, 'access.token.claim': 'true' },
  };
}

function person({ password }: RealmSecrets): object {
  return {
    username: PERSON,
    enabled: true,
    firstName: 'Alice',
    lastName: 'Example',
    email: `${PERSON}@example.com`,
    emailVerified: true,
    credentials: [{ type: 'password', value: password }],
    realmRoles: ['billing'],
  };
}
