import * as z from 'zod';
import { AdmittedClient, admittedClientKey, StatePrefix } from '../../shared/state-table.ts';
import type { ClientState } from './client-state.ts';

/** What Cognito makes app client ids of. */
const APP_CLIENT_ID = /^[A-Za-z0-9_+]{1,128}$/;

/** Clients admitted at run time, as the authorizer sees them, and what only the facade knows of them. */
export interface AdmittedClients {
  put(clientId: string, client: AdmittedClient): Promise<void>;
  /**
   * Keeps where a registered client's codes may go. Not in Cognito, which would send them there past the consent page.
   */
  putRedirects(clientId: string, redirectUris: readonly string[]): Promise<void>;
  /** Finds a client that registered itself. */
  findRegistered(clientId: string): Promise<RegisteredClient | undefined>;
  /** Takes all of it away. */
  delete(clientId: string): Promise<void>;
}

interface RegisteredClient {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

const Redirects = z.object({ redirectUris: z.object({ L: z.array(z.object({ S: z.string() })).min(1) }) });

/** Makes the store of admitted clients. */
export function admittedClients(state: ClientState): AdmittedClients {
  return {
    put: (clientId, { name, kind, document }) =>
      state.put(admittedClientKey(clientId), {
        name: { S: name },
        kind: { S: kind },
        ...(document !== undefined && { document: { S: document } }),
      }),
    putRedirects: (clientId, redirectUris) =>
      state.put(registeredKey(clientId), { redirectUris: { L: redirectUris.map((uri) => ({ S: uri })) } }),
    async findRegistered(clientId) {
      if (!APP_CLIENT_ID.test(clientId)) return undefined;
      const item = await state.get(admittedClientKey(clientId));
      const client = AdmittedClient.safeParse({ name: item?.name?.S, kind: item?.kind?.S });
      // a document's client is known by its URL alone; its app client's id is nobody's name
      if (!client.success || client.data.kind !== 'registered') return undefined;
      const redirects = Redirects.safeParse(await state.get(registeredKey(clientId)));
      if (!redirects.success) return undefined;
      return { name: client.data.name, redirectUris: redirects.data.redirectUris.L.map(({ S }) => S) };
    },
    async delete(clientId) {
      await state.delete(admittedClientKey(clientId));
      await state.delete(registeredKey(clientId));
    },
  };
}

function registeredKey(clientId: string): string {
  return `${StatePrefix.signIn}registered#${clientId}`;
}
