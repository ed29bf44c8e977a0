import * as z from 'zod';

/** Attributes every item of the state table has: its key, and when DynamoDB may delete it. */
export const StateAttribute = { key: 'key', expiresAt: 'expiresAt' } as const;

/**
 * What a key begins with. Who may read or write which items is decided by IAM on these beginnings
 * (`dynamodb:LeadingKeys`), so one table serves functions that must not touch each other's items (AD9).
 */
export const StatePrefix = {
  /** Revocations and switches: written by the operator function, read by the authorizer on every request. */
  stop: 'stop#',
  /** OAuth clients admitted at run time: written by the sign-in facade, read by the authorizer. */
  client: 'client#',
  /** Sign-ins under way, client documents and quotas: the facade's own. */
  signIn: 'sign-in#',
  /** Links to the page for secrets: written by the gateway, used up by the page's function. */
  connect: 'connect#',
  /** Sign-ins to that page and the forms it showed: its function's own. */
  connectPage: 'connect-page#',
} as const;

const Seconds = z.coerce.number().int().nonnegative();

/**
 * A revocation or a switch. Times are seconds since the epoch.
 *
 * `revokedAt` ends what was signed in until then; `disabledAt` refuses everything until it is taken away again.
 */
export const StopItem = z.object({
  revokedAt: Seconds.optional(),
  disabledAt: Seconds.optional(),
});
export type StopItem = z.infer<typeof StopItem>;

/** The one item that names all tools that are switched off; its attribute `tools` is a string set. */
export const DISABLED_TOOLS_KEY = `${StatePrefix.stop}tools`;

/** The switch that stops everything. */
export const STOP_ALL_KEY = `${StatePrefix.stop}all`;

/** Key of a person's or machine's stop: the token's `sub`. */
export function stopUserKey(subject: string): string {
  return `${StatePrefix.stop}user#${subject}`;
}

/** Key of an OAuth client's stop. */
export function stopClientKey(clientId: string): string {
  return `${StatePrefix.stop}client#${clientId}`;
}

/** Key of a token's stop: its `jti`, or the `origin_jti` that all tokens of one sign-in share. */
export function stopTokenKey(id: string): string {
  return `${StatePrefix.stop}token#${id}`;
}

/** A client admitted at run time, under `client#<client id>`. */
export const AdmittedClient = z.object({
  /** Name for people, from the client's own metadata. */
  name: z.string().max(200),
  /** How it came: by a metadata document (its URL is `document`), or by registration (RFC 7591). */
  kind: z.enum(['document', 'registered']),
  document: z.string().max(2048).optional(),
});
export type AdmittedClient = z.infer<typeof AdmittedClient>;

/** Key of an admitted client. */
export function admittedClientKey(clientId: string): string {
  return `${StatePrefix.client}${clientId}`;
}

/** Key of what the facade knows of a client metadata document, by the SHA-256 of its URL in hex. */
export function clientDocumentKey(urlDigest: string): string {
  return `${StatePrefix.signIn}document#${urlDigest}`;
}
