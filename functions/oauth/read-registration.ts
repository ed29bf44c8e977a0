import * as z from 'zod';
import { ClientName } from './client-name.ts';
import { CODE_FLOW_METADATA } from './code-flow-metadata.ts';
import { OAuthError } from './oauth-failure.ts';
import { redirectKind } from './redirect-address.ts';

/** What the facade keeps of a registration. */
export interface Registration {
  readonly name: string;
  readonly redirectUris: readonly string[];
}

const MAX_BODY_BYTES = 8192;
const NAMELESS = 'Unnamed client';

/**
 * RFC 7591 §2. Others are ignored, `application_type` among them: it promises nothing that the redirect addresses do not
 * show. A client that asks for a secret is answered that it has none, as §3.2.1 lets the server replace values: many ask
 * by default and do without. Grant types that are not offered are left out of the answer for the same reason.
 */
const Metadata = z.object({
  client_name: ClientName.optional(),
  redirect_uris: z.array(z.string()).min(1, 'at least one').max(5, 'at most 5'),
  token_endpoint_auth_method: z
    .enum(['none', 'client_secret_basic', 'client_secret_post'], 'only public clients are served, with PKCE: none')
    .optional(),
  ...CODE_FLOW_METADATA,
});

/**
 * Reads the body of a registration request.
 *
 * Addresses on hosts that are not listed are left away, as RFC 7591 §3.2.1 allows: some clients send all they could ever
 * use. The answer says which were kept.
 *
 * @param redirectHosts - hosts that https redirect addresses may have; the loopback and apps need none, since codes sent
 *   there stay on the person's machine.
 * @throws OAuthError with `too_large`, or with `registration_refused` naming the rule.
 */
export function readRegistration(text: string, redirectHosts: readonly string[]): Registration {
  if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw new OAuthError({ reason: 'too_large' });
  const metadata = Metadata.safeParse(parseJson(text));
  if (!metadata.success) throw refused(metadata.error);
  const { client_name: name = NAMELESS, redirect_uris: asked } = metadata.data;
  const redirectUris = asked.filter((uri) => mayRegister(uri, redirectHosts));
  if (redirectUris.length === 0 || !asked.every((uri) => redirectKind(uri) !== undefined)) {
    const rule = 'redirect_uris: loopback http, an app, or https on a listed host, and exact';
    throw new OAuthError({ reason: 'registration_refused', error: 'invalid_redirect_uri', rule });
  }
  return { name, redirectUris };
}

/** Anybody may register without being asked, so here even https needs a host the owner knows (B11). */
function mayRegister(uri: string, redirectHosts: readonly string[]): boolean {
  const kind = redirectKind(uri);
  return kind === 'https' ? redirectHosts.includes(new URL(uri).host) : kind !== undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const rule = 'a registration is JSON';
    throw new OAuthError({ reason: 'registration_refused', error: 'invalid_client_metadata', rule }, { cause });
  }
}

/** Member and rule; nothing the client says. */
function refused({ issues: [issue] }: z.ZodError): OAuthError {
  const rule = issue ? `${issue.path.join('.')}: ${issue.message}` : 'a registration has its form';
  const error = issue?.path[0] === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  return new OAuthError({ reason: 'registration_refused', error, rule });
}
