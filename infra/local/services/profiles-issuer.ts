import { randomBytes } from 'node:crypto';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';
import { DELEGATION_KEYS_PATH } from '../../../shared/downstream.ts';
import { ENDPOINT_PATH } from '../../../shared/protected-resource.ts';
import { freshSigningKey } from '../issuer/signing-key.ts';
import { createTokenStore } from '../issuer/token-store.ts';
import { gatewayAssertions } from './gateway-assertion.ts';
import type { Serve, Surroundings } from './stand-in.ts';
import { type Actors, LIFE, registerTokenExchange, TOKEN_EXCHANGE } from './token-exchange.ts';

/** Whom this issuer knows: the gateway, by its key, and where a secret names this stand-in, by that secret too. */
export const CLIENT_ID = 'support-desk';
export const SECRET_CLIENT_ID = 'support-desk-secret';

/** How long the gateway may take to say its public key, in milliseconds. */
const PATIENCE_MS = 5000;

const SCOPES = ['profile.read', 'profile.write'];
const DISCOVERY = '/.well-known/openid-configuration';
/** RFC 8414 §3. */
const SERVER_METADATA = '/.well-known/oauth-authorization-server';

/** Stands in for the issuer of the service of profiles: it trusts one gateway, and gives it tokens for a person's profile. */
export function profilesIssuer(surroundings: Surroundings): Serve {
  let starting: Promise<Serve> | undefined;
  return async (request, response) => {
    starting ??= start(surroundings);
    const serve = await starting;
    if (request.url === SERVER_METADATA) request.url = DISCOVERY;
    await serve(request, response);
  };
}

/** Only now is the gateway's endpoint known. */
async function start({ url, addressOf, secret, endpoint: whose, onVisit }: Surroundings): Promise<Serve> {
  const endpoint = whose();
  const jwksUri = `${endpoint.slice(0, -ENDPOINT_PATH.length)}${DELEGATION_KEYS_PATH}`;
  const actors: Actors = new WeakMap();
  const configuration = await configurationOf(clientsOf(jwksUri, secret()), actors);
  const provider = new Provider(url, configuration);
  const parts = {
    audience: addressOf('profiles'),
    scopes: SCOPES,
    readAssertion: gatewayAssertions({ endpoint, jwksUri, audience: url }),
    actors: `${endpoint}#`,
    onExchange: (shown: readonly string[], subject: string, actor: string) =>
      onVisit({ service: 'profiles-issuer', shown, subject, actor }),
  };
  registerTokenExchange(provider, parts, actors);
  return provider.callback();
}

function clientsOf(jwksUri: string, secret: string | undefined): ClientMetadata[] {
  const exchanging = { grant_types: [TOKEN_EXCHANGE], response_types: [], redirect_uris: [] };
  const byKey: ClientMetadata = {
    ...exchanging,
    client_id: CLIENT_ID,
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    jwks_uri: jwksUri,
  };
  if (secret === undefined) return [byKey];
  const client_id = SECRET_CLIENT_ID;
  return [
    byKey,
    { ...exchanging, client_id, client_secret: secret, token_endpoint_auth_method: 'client_secret_basic' },
  ];
}

async function configurationOf(clients: ClientMetadata[], actors: Actors): Promise<Configuration> {
  const tokens = createTokenStore(Date.now);
  return {
    clients,
    jwks: { keys: [await freshSigningKey(randomBytes)] },
    adapter: (model) => tokens.adapter(model),
    clientAuthMethods: ['private_key_jwt', 'client_secret_basic'],
    responseTypes: [],
    scopes: SCOPES,
    // Without the agent that comes along, which refuses addresses of this machine: the gateway's key set is there.
    fetch: (url) => fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) }),
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    ttl: { AccessToken: LIFE },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
    extraTokenClaims: (_ctx, token) => ({ act: { sub: actors.get(token) } }),
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: false },
    },
  };
}
