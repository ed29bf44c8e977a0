import { type ClientAuth, ClientSecretBasic } from 'oauth4webapi';
import { assertionClaims } from './assertion-claims.ts';
import type { ExchangeParts, TokenExchange } from './token-exchange.ts';

/** RFC 7523 §2.2. */
const JWT_BEARER_CLIENT = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** How the gateway proves to an issuer who it is: by its client's secret, or by its own key where it has none. */
export function clientAuthentication({ downstream, signal }: TokenExchange, parts: ExchangeParts): ClientAuth {
  const { clientId, clientSecretArn, issuer } = downstream;
  return async (server, client, body, headers) => {
    if (clientSecretArn !== undefined) {
      const authenticate = ClientSecretBasic(await parts.readSecret(clientSecretArn, signal));
      return authenticate(server, client, body, headers);
    }
    const claims = assertionClaims({ issuer: clientId, subject: clientId, audience: issuer }, parts);
    body.set('client_id', clientId);
    body.set('client_assertion_type', JWT_BEARER_CLIENT);
    body.set('client_assertion', await parts.sign(claims, signal));
  };
}
