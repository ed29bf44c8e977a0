import type { Admit } from './admission.ts';
import type { AdmittedClients } from './admitted-clients.ts';
import { readRegistration } from './read-registration.ts';

/** The answer to a registration (RFC 7591 §3.2.1). No secret, ever. */
export interface RegistrationAnswer {
  readonly client_id: string;
  /** Seconds since the epoch. */
  readonly client_id_issued_at: number;
  readonly client_name: string;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: 'none';
  readonly scope: string;
}

/**
 * Registers a client by the text of its request.
 *
 * @throws OAuthError with `too_large`, `registration_refused`, `quota_spent`, `issuer_unreachable` or `state_unreachable`.
 */
export type RegisterClient = (text: string) => Promise<RegistrationAnswer>;

interface RegisterClientParts {
  readonly admit: Admit;
  readonly admitted: Pick<AdmittedClients, 'putRedirects'>;
  /** Hosts that https redirect addresses may have. */
  readonly redirectHosts: readonly string[];
  /** Scopes as they stand in tokens. */
  readonly scopes: readonly string[];
  readonly now: () => Date;
  readonly randomUUID: () => string;
}

/** Makes the registration of clients (RFC 7591). */
export function clientRegistration(parts: RegisterClientParts): RegisterClient {
  const { admit, admitted, redirectHosts, scopes, now, randomUUID } = parts;
  return async (text) => {
    const { name, redirectUris } = readRegistration(text, redirectHosts);
    const clientId = await admit({
      appClientName: `sallyport-${randomUUID()}`,
      client: { name, kind: 'registered' },
      tie: async (id) => {
        await admitted.putRedirects(id, redirectUris);
        return id;
      },
      // its redirect addresses go with the client itself
      untie: async () => undefined,
    });
    return {
      client_id: clientId,
      client_id_issued_at: Math.floor(now().getTime() / 1000),
      client_name: name,
      redirect_uris: redirectUris,
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: scopes.join(' '),
    };
  };
}
