import type { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ChangeRecord } from '../../shared/change-record.ts';
import type { FacadeClient } from '../../shared/environment.ts';
import { admission } from './admission.ts';
import { admissionQuota } from './admission-quota.ts';
import { clientAdmission } from './admit-client.ts';
import { admittedClients } from './admitted-clients.ts';
import { appClients } from './app-client.ts';
import { clientDocuments } from './client-documents.ts';
import { clientState } from './client-state.ts';
import { callbackUrl } from './facade-urls.ts';
import { type FetchParts, publicDocumentFetcher } from './fetch-public-document.ts';
import { clientFinder } from './find-client.ts';
import { isLoopbackAllowed } from './loopback-host.ts';
import type { AdmitClient, FindClient } from './oauth-client.ts';
import { clientRegistration, type RegisterClient } from './register-client.ts';

/** What the facade must know and have to deal with clients. */
export interface ClientParts {
  readonly gateway: string;
  /** The endpoint's canonical URL. */
  readonly resource: string;
  /** Scopes of the endpoint as they stand in tokens. */
  readonly scopes: readonly string[];
  readonly userPoolId: string;
  readonly stateTable: string;
  /** Clients of the template. */
  readonly clients: readonly FacadeClient[];
  /** Hosts whose metadata documents are read. Empty: none. */
  readonly documentHosts: readonly string[];
  /** Hosts that https redirect addresses of registered clients may have. */
  readonly redirectHosts: readonly string[];
  readonly maxAdmittedClients: number;
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly cognito: Pick<CognitoIdentityProviderClient, 'send'>;
  /** The way out to documents, without its guard. */
  readonly web: Pick<FetchParts, 'lookup' | 'request'>;
  /** Writes a record and waits until the audit log has it. */
  readonly record: (change: ChangeRecord) => Promise<void>;
  readonly now: () => Date;
  readonly randomUUID: () => string;
  /** Takes one line about a failure of our own. */
  readonly log: (line: string) => void;
}

/** Who a client is, how it is admitted, how it registers. */
export interface OAuthClients {
  readonly findClient: FindClient;
  readonly admitClient: AdmitClient;
  readonly registerClient: RegisterClient;
}

/** Puts together all that concerns clients. */
export function oauthClients(parts: ClientParts): OAuthClients {
  const { resource, clients, documentHosts, now } = parts;
  const loopbackAllowed = isLoopbackAllowed(resource);
  const state = clientState(parts);
  const admitted = admittedClients(state);
  const fetchDocument = publicDocumentFetcher({ ...parts.web, loopbackAllowed });
  const documents = clientDocuments({ state, fetchDocument, now });
  const admit = admission({
    ...parts,
    admitted,
    quota: admissionQuota(state, parts),
    appClients: appClients({ ...parts, callbackUrl: callbackUrl(resource) }),
  });
  return {
    findClient: clientFinder({ clients, hosts: { documentHosts, loopbackAllowed }, documents, admitted }),
    admitClient: clientAdmission({ admit, documents }),
    registerClient: clientRegistration({ ...parts, admit, admitted }),
  };
}
