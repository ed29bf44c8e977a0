import * as z from 'zod';
import { Caller } from './caller.ts';

/** What the authorizer learned and the gateway relies on. */
export interface VerifiedRequest {
  readonly caller: Caller;
  /** Scopes of the token that belong to this gateway, without prefix. */
  readonly scopes: readonly string[];
  /** Names of tools that are switched off: for every caller they answer like unknown ones (C3). */
  readonly disabledTools: readonly string[];
}

const Wire = z.object({
  caller: z.string().transform((text) => Caller.parse(JSON.parse(text))),
  scopes: z.string().transform((text) => text.split(' ').filter((scope) => scope !== '')),
  disabledTools: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
});

/** Writes the context as API Gateway wants it: strings only. */
export function writeAuthorizerContext(request: VerifiedRequest): Record<keyof VerifiedRequest, string> {
  return {
    caller: JSON.stringify(request.caller),
    scopes: request.scopes.join(' '),
    disabledTools: JSON.stringify(request.disabledTools),
  };
}

/**
 * Reads the context that API Gateway hands to the gateway function.
 *
 * @throws ZodError when the authorizer did not write it.
 */
export function readAuthorizerContext(value: unknown): VerifiedRequest {
  return Wire.parse(value);
}
