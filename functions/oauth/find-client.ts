import type { FacadeClient } from '../../shared/environment.ts';
import type { AdmittedClients } from './admitted-clients.ts';
import type { ClientDocuments } from './client-documents.ts';
import { checkDocumentAddress, type DocumentHosts, isDocumentAddress } from './document-address.ts';
import type { FindClient, OAuthClient } from './oauth-client.ts';
import { OAuthError } from './oauth-failure.ts';

interface FindClientParts {
  /** Clients of the template. */
  readonly clients: readonly FacadeClient[];
  readonly hosts: DocumentHosts;
  readonly documents: Pick<ClientDocuments, 'read'>;
  readonly admitted: Pick<AdmittedClients, 'findRegistered'>;
}

/** Makes the search for a client: in the template, by its metadata document, among those that registered (AS5). */
export function clientFinder(parts: FindClientParts): FindClient {
  return async (clientId) => {
    const known = parts.clients.find(({ id }) => id === clientId);
    if (known) return fromTemplate(known);
    if (isDocumentAddress(clientId)) return fromDocument(clientId, parts);
    return fromRegistration(clientId, parts);
  };
}

function fromTemplate({ id, name, redirectUris }: FacadeClient): OAuthClient {
  return { clientId: id, name, redirectUris, kind: 'template', appClientId: id };
}

async function fromDocument(clientId: string, { hosts, documents }: FindClientParts): Promise<OAuthClient> {
  checkDocumentAddress(clientId, hosts);
  return { clientId, kind: 'document', ...(await documents.read(clientId)) };
}

async function fromRegistration(clientId: string, { admitted }: FindClientParts): Promise<OAuthClient> {
  const registered = await admitted.findRegistered(clientId);
  if (!registered) throw new OAuthError({ reason: 'client_unknown' });
  return { clientId, kind: 'registered', appClientId: clientId, ...registered };
}
