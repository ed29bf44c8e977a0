import * as z from 'zod';
import { Caller } from './caller.ts';

/** What the authorizer learned and the gateway relies on. */
export interface VerifiedRequest {
  readonly caller: Caller;
  /** Scopes of the token that belong to this gateway, without prefix. */
  readonly scopes: readonly string[];
}

const Wire = z.object({
  caller: z.string().transform((text) => Caller.parse(JSON.parse(text))),
  scopes: z.string().transform((text) => text.split(' ').filter((scope) => scope !== '')),
});

/** Writes the context as API Gateway wants it: strings only. */
export function writeAuthorizerContext({ caller, scopes }: VerifiedRequest): Record<'caller' | 'scopes', string> {
  return { caller: JSON.stringify(caller), scopes: scopes.join(' ') };
}

/**
 * Reads the context that API Gateway hands to the gateway function.
 *
 * @throws ZodError when the authorizer did not write it.
 */
export function readAuthorizerContext(value: unknown): VerifiedRequest {
  return Wire.parse(value);
}
