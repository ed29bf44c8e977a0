import { digest } from '../web/digest.ts';
import type { Admit } from './admission.ts';
import type { ClientDocuments } from './client-documents.ts';
import type { AdmitClient, OAuthClient } from './oauth-client.ts';

interface AdmitClientParts {
  readonly admit: Admit;
  readonly documents: Pick<ClientDocuments, 'claim' | 'release'>;
}

/** Makes the admission of clients that came by a metadata document; all others have their app client already. */
export function clientAdmission({ admit, documents }: AdmitClientParts): AdmitClient {
  return async (client) => client.appClientId ?? admit(documentApplicant(client, documents));
}

function documentApplicant({ clientId, name }: OAuthClient, documents: AdmitClientParts['documents']) {
  return {
    // Cognito has 128 characters for a name; the whole URL stands in the state table
    appClientName: `sallyport-${digest(clientId).slice(0, 24)}`,
    client: { name, kind: 'document', document: clientId },
    tie: (id: string) => documents.claim(clientId, id),
    untie: (id: string) => documents.release(clientId, id),
  } as const;
}
