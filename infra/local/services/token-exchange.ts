import Provider, { errors, type KoaContextWithOIDC } from 'oidc-provider';
import * as z from 'zod';

/** RFC 8693 §2.1. */
export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** How long an exchanged token lives, in seconds. */
export const LIFE = 300;

const PARAMETERS = [
  'audience',
  'scope',
  'subject_token',
  'subject_token_type',
  'actor_token',
  'actor_token_type',
  'requested_token_type',
] as const;

const Request = z.object({
  audience: z.string(),
  scope: z.string().min(1),
  subject_token: z.string(),
  subject_token_type: z.literal(JWT),
  actor_token: z.string(),
  actor_token_type: z.literal(JWT),
  requested_token_type: z.literal(ACCESS_TOKEN).default(ACCESS_TOKEN),
  client_assertion: z.string().optional(),
});
type Request = z.infer<typeof Request>;

export interface TokenExchangeParts {
  /** The one service that tokens are for. */
  readonly audience: string;
  /** All that a token may allow. */
  readonly scopes: readonly string[];
  /** Whom an assertion speaks of, where it is to be taken. */
  readonly readAssertion: (assertion: string) => Promise<string | undefined>;
  /** Beginning of the ids of those who may act. */
  readonly actors: string;
  onExchange(shown: readonly string[], subject: string, actor: string): void;
}

/** Who acts by which token, from the exchange to the claims of the token. */
export type Actors = WeakMap<object, string>;

/** Teaches a provider token exchange with subject and actor (RFC 8693): both are assertions of one trusted gateway. */
export function registerTokenExchange(provider: Provider, parts: TokenExchangeParts, actors: Actors): void {
  provider.registerGrantType(
    TOKEN_EXCHANGE,
    async (ctx) => {
      const request = readRequest(ctx.oidc.params, parts);
      const scope = request.scope.split(' ').filter((name) => parts.scopes.includes(name));
      if (scope.length === 0) throw new errors.InvalidScope('none of these scopes exists', request.scope);
      const subject = await parts.readAssertion(request.subject_token);
      const actor = await parts.readAssertion(request.actor_token);
      if (subject === undefined || !actor?.startsWith(parts.actors)) {
        throw new errors.InvalidGrant('an assertion is not to be taken');
      }
      parts.onExchange(shownIn(request), subject, actor);
      const token = tokenFor(ctx, { subject, scope: scope.join(' '), audience: parts.audience });
      actors.set(token, actor);
      ctx.body = {
        access_token: await token.save(),
        issued_token_type: ACCESS_TOKEN,
        token_type: 'Bearer',
        expires_in: LIFE,
        scope: scope.join(' '),
      };
    },
    PARAMETERS,
  );
}

function readRequest(params: unknown, { audience }: TokenExchangeParts): Request {
  const parsed = Request.safeParse(params);
  if (!parsed.success) throw new errors.InvalidRequest(z.prettifyError(parsed.error));
  if (parsed.data.audience !== audience) throw new errors.InvalidTarget('tokens are for another service');
  return parsed.data;
}

function shownIn({ subject_token, actor_token, client_assertion }: Request): readonly string[] {
  return [subject_token, actor_token, ...(client_assertion === undefined ? [] : [client_assertion])];
}

function tokenFor(
  ctx: KoaContextWithOIDC,
  { subject, scope, audience }: { readonly subject: string; readonly scope: string; readonly audience: string },
) {
  const { client, provider } = ctx.oidc;
  if (!client) throw new errors.InvalidClient('no client');
  return new provider.AccessToken({
    client,
    accountId: subject,
    scope,
    grantId: '',
    gty: 'token_exchange',
    resourceServer: new provider.ResourceServer(audience, {
      audience,
      scope,
      accessTokenTTL: LIFE,
      accessTokenFormat: 'jwt',
    }),
  });
}
