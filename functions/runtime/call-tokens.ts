import type { Envelope } from '../../shared/envelope.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { SHORTEST_PART } from './secret-forms.ts';

/** What a call needs to use its tokens. */
export interface CallTokensParts {
  readonly tokens: Envelope['tokens'];
  readonly known: Pick<KnownSecrets, 'add'>;
  readonly now: () => Date;
}

/** Makes `call.token` of one call. */
export function callTokens({ tokens, known, now }: CallTokensParts): (name: string) => string {
  return (name) => {
    const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
    if (token === undefined) throw new Error(`the tool has no downstream ${name}: give it one with addDownstream()`);
    if (!(now() < new Date(token.expiration))) throw new Error(`the token for ${name} is expired`);
    // Known already; this refuses whoever asks after the end of the call.
    known.add(token.accessToken);
    return token.accessToken;
  };
}

/**
 * Makes all tokens of a call known before its code runs, read or not: they must not leave it in any answer or log line (G5).
 * Whole, in halves, and by what stands behind the first dot of a JWT: anyone can write the header.
 */
export function knowTokens(tokens: Envelope['tokens'], known: Pick<KnownSecrets, 'add'>): void {
  for (const { accessToken } of Object.values(tokens)) {
    const [, ...parts] = accessToken.split('.');
    for (const text of [accessToken, ...parts.filter((part) => part.length >= SHORTEST_PART)]) known.add(text);
  }
}
