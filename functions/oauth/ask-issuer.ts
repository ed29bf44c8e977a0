import * as z from 'zod';
import { readBounded } from '../http/read-bounded.ts';
import type { FacadeParts } from './facade-parts.ts';
import { GRANT_ERRORS, OAuthError } from './oauth-failure.ts';

/** What of the pool's answer goes on to the client (RFC 6749 §5.1). Above all no ID token. */
const TokenAnswer = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().int().positive().optional(),
  refresh_token: z.string().optional(),
  scope: z.string().optional(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

const ErrorAnswer = z.object({ error: z.string() });

const TIMEOUT_MS = 5000;
const MAX_ANSWER_BYTES = 65_536;

/** A question to the pool's token endpoint. */
export interface TokenQuestion {
  readonly form: Readonly<Record<string, string>>;
  /** The client's own Basic credentials, where it has some. */
  readonly authorization?: string;
}

/**
 * Asks the pool's token endpoint. Bounded in time and size, and it follows no redirect: the form holds secrets.
 *
 * @throws OAuthError `grant_refused` with the pool's code, or `issuer_unreachable` for whatever makes no sense.
 */
export async function askIssuer({ form, authorization }: TokenQuestion, parts: FacadeParts): Promise<TokenAnswer> {
  const { status, body } = await reach(async () => {
    const response = await parts.fetch(`${parts.environment.SIGN_IN_URL}/oauth2/token`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body: new URLSearchParams(form).toString(),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: JSON.parse(await readBounded(response, MAX_ANSWER_BYTES)) as unknown };
  });
  if (status === 200) return reach(async () => TokenAnswer.parse(body));
  if (status === 400 || status === 401) throw refusalOf(body);
  throw new OAuthError({ reason: 'issuer_unreachable' });
}

function refusalOf(body: unknown): OAuthError {
  const said = ErrorAnswer.safeParse(body).data?.error;
  const error = GRANT_ERRORS.find((known) => known === said) ?? 'invalid_request';
  return new OAuthError({ reason: 'grant_refused', error, rule: 'the pool refused' });
}

async function reach<Result>(step: () => Promise<Result>): Promise<Result> {
  try {
    return await step();
  } catch (cause) {
    throw new OAuthError({ reason: 'issuer_unreachable' }, { cause });
  }
}
