import { isLoopbackHttp } from '../http/loopback-http.ts';
import { OAuthError } from './oauth-failure.ts';

/** What AdmittedClient keeps at most. */
const MAX_CHARACTERS = 2048;

/** Where client metadata documents may stand. */
export interface DocumentHosts {
  /** Exact host names. Empty: no document is read at all. */
  readonly documentHosts: readonly string[];
  /** Whether documents may stand on this machine too, over http: only where the facade does. */
  readonly loopbackAllowed: boolean;
}

/** Whether a client id claims to be the address of a metadata document. */
export function isDocumentAddress(clientId: string): boolean {
  return /^https?:\/\//.test(clientId);
}

/**
 * Checks that a client id may be read as a document (draft-ietf-oauth-client-id-metadata-document §3), before anything
 * goes out for it (F9).
 *
 * @throws OAuthError with `client_unknown` for hosts that are not listed, `client_document_refused` for addresses that are
 *   not plain.
 */
export function checkDocumentAddress(clientId: string, hosts: DocumentHosts): void {
  if (clientId.length > MAX_CHARACTERS || !URL.canParse(clientId)) throw new OAuthError({ reason: 'client_unknown' });
  const url = new URL(clientId);
  if (!isListed(url, hosts)) throw new OAuthError({ reason: 'client_unknown' });
  const rule = findFault(clientId, url);
  if (rule !== undefined) throw new OAuthError({ reason: 'client_document_refused', rule });
}

function isListed(url: URL, { documentHosts, loopbackAllowed }: DocumentHosts): boolean {
  if (documentHosts.length === 0) return false;
  if (loopbackAllowed && isLoopbackHttp(url)) return true;
  return url.protocol === 'https:' && documentHosts.includes(url.hostname);
}

/** The draft only advises against a query; without one, one document cannot be many clients. */
function findFault(clientId: string, url: URL): string | undefined {
  if (url.username !== '' || url.password !== '') return 'the address has no user name';
  if (url.protocol === 'https:' && url.port !== '') return 'the address has the default port';
  if (/[?#]/.test(clientId)) return 'the address has neither query nor fragment';
  if (url.pathname === '/') return 'the address has a path';
  // a browser's spelling has no dot segments, whether written plainly or encoded, and only one form of every host
  if (url.href !== clientId) return 'the address is written in its plain form';
  return undefined;
}
