import * as z from 'zod';
import { CALLER_ID } from './caller.ts';
import { ENDPOINT_PATH } from './protected-resource.ts';
import { StatePrefix } from './state-table.ts';

/**
 * Paths below the stage of the page where a person enters a secret of their own: it reaches Secrets Manager from there, past
 * the model and the client (F12, H2).
 */
export const ConnectPath = {
  /** With `?request=<handle>`: where the client's browser is sent. */
  start: '/connect',
  /** Where the sign-in comes back to. */
  callback: '/connect/callback',
  /** Where the page's form goes. */
  save: '/connect/save',
} as const;

/** How long a link to the page may be opened, in seconds. */
export const CONNECT_SECONDS = 900;

/** 32 random bytes in base64url: what the link holds. The table holds its SHA-256 only. */
export const CONNECT_HANDLE = /^[A-Za-z0-9_-]{43}$/;

/**
 * What waits behind a link, under `connect#<SHA-256 of the handle in hex>`: written by the gateway, read and used up by the
 * page's function. The link is no proof of who opens it; the sign-in is (B10).
 */
export const ConnectRequest = z.object({
  /** Id of the caller whose call needs the secret. */
  caller: z.string().regex(CALLER_ID),
  /** The OAuth client whose call it was; the page names it. */
  clientId: z.string().max(256),
  tool: z.string().max(40),
  /** Name of the secret, as in `addSecret`. */
  secret: z.string().max(40),
});
export type ConnectRequest = z.infer<typeof ConnectRequest>;

/** Key of a request. */
export function connectRequestKey(handleDigest: string): string {
  return `${StatePrefix.connect}${handleDigest}`;
}

/** The link a client opens in the person's browser. */
export function connectUrl(resource: string, handle: string): string {
  return `${resource.slice(0, -ENDPOINT_PATH.length)}${ConnectPath.start}?request=${handle}`;
}

/** One secret that people enter themselves, as the page's function knows it. */
export const Connection = z.strictObject({
  tool: z.string(),
  secret: z.string(),
  /** Title of the tool, for the page. */
  title: z.string(),
  /** Name of what is asked for, for the page: `API key of your parcel account`. */
  label: z.string().min(1).max(80),
  /** Beginning of the secret's name; the caller's id follows after a slash. */
  prefix: z.string().min(1),
  /** ARN of the customer managed key, where there is one. */
  keyArn: z.string().optional(),
});
export type Connection = z.infer<typeof Connection>;
