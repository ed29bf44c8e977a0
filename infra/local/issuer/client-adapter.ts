import type { Adapter, AdapterPayload, AllClientMetadata } from 'oidc-provider';
import type { ClientStore } from './client-store.ts';
import type { PoolClient } from './pool-clients.ts';

/** Shows oidc-provider the clients of the pool as they are now. It may look; registration is not its business. */
export function clientAdapter(clients: ClientStore): Adapter {
  return {
    find: async (id) => {
      const client = clients.find(id);
      return client === undefined || client.grantTypes.length === 0 ? undefined : metadataOf(client);
    },
    upsert: refuse,
    findByUserCode: refuse,
    findByUid: refuse,
    consume: refuse,
    destroy: refuse,
    revokeByGrantId: refuse,
  };
}

/** Registered as `native`, which lets loopback addresses have any port (RFC 8252 §7.3) and compares the rest exactly. */
function metadataOf(client: PoolClient): AllClientMetadata & AdapterPayload {
  const forPeople = client.grantTypes.includes('authorization_code');
  return {
    client_id: client.id,
    client_name: client.name,
    ...(client.secret === undefined ? {} : { client_secret: client.secret }),
    token_endpoint_auth_method: client.secret === undefined ? 'none' : 'client_secret_basic',
    application_type: 'native',
    grant_types: [...client.grantTypes],
    response_types: forPeople ? ['code'] : [],
    redirect_uris: forPeople ? [...client.redirectUris] : [],
  };
}

async function refuse(): Promise<never> {
  throw new Error('clients are made by the user pool alone');
}
