import * as z from 'zod';
import { ClientName } from './client-name.ts';
import { CODE_FLOW_METADATA } from './code-flow-metadata.ts';
import { OAuthError } from './oauth-failure.ts';
import { RedirectAddress } from './redirect-address.ts';

/** What the facade keeps of a client metadata document. */
export interface ClientDocument {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

const NO_SECRET = z.never('a document is public: no client has a secret through it').optional();

/** draft-ietf-oauth-client-id-metadata-document §4, with members of RFC 7591 §2. Others are ignored. */
const Metadata = z.object({
  client_id: z.string('a document names its own address'),
  client_name: ClientName,
  redirect_uris: z.array(RedirectAddress).min(1, 'at least one').max(20, 'at most 20'),
  token_endpoint_auth_method: z.literal('none', 'only public clients are served, with PKCE: none').optional(),
  ...CODE_FLOW_METADATA,
  client_secret: NO_SECRET,
  client_secret_expires_at: NO_SECRET,
});

/**
 * Reads a client metadata document that came from this very URL.
 *
 * @throws OAuthError with `client_document_refused`, naming the rule.
 */
export function readClientDocument(url: string, text: string): ClientDocument {
  const metadata = Metadata.safeParse(parseJson(text));
  if (!metadata.success) throw refused(ruleOf(metadata.error));
  const { client_id, client_name, redirect_uris } = metadata.data;
  // "simple string comparison" (RFC 3986 §6.2.1): otherwise one host could speak for another's client
  if (client_id !== url) throw refused('client_id: a document names its own address');
  return { name: client_name, redirectUris: redirect_uris };
}

/** The same document again, as short as it can be. */
export function writeClientDocument(url: string, { name, redirectUris }: ClientDocument): string {
  return JSON.stringify({ client_id: url, client_name: name, redirect_uris: redirectUris });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('a document is JSON');
  }
}

/** Member and rule; nothing the document says. */
function ruleOf({ issues: [issue] }: z.ZodError): string {
  return issue ? `${issue.path.join('.')}: ${issue.message}` : 'a document has its form';
}

function refused(rule: string): OAuthError {
  return new OAuthError({ reason: 'client_document_refused', rule });
}
