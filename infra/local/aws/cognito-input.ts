import * as z from 'zod';
import { LifetimeProperties, type TokenLifetimes, tokenLifetimes } from '../issuer/token-lifetimes.ts';

const UserPoolId = z.string().regex(/^[\w-]+_[0-9a-zA-Z]+$/);
const ClientId = z.string().regex(/^[\w+]{1,128}$/);
const Username = z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u);

/** https, an app's own scheme, or http on this machine alone; never a fragment. */
const CallbackUrl = z
  .url()
  .max(1024)
  .refine(isAcceptable, 'must be https, loopback or an app’s own scheme, no fragment');

/**
 * Requests local mode serves: public clients of the code flow, their sign-in page, and people. Every other parameter is
 * refused by name.
 */
export const CognitoInput = {
  CreateUserPoolClient: LifetimeProperties.extend({
    UserPoolId,
    ClientName: z.string().regex(/^[\w\s+=,.@-]{1,128}$/),
    GenerateSecret: z.literal(false).optional(),
    AllowedOAuthFlowsUserPoolClient: z.literal(true),
    AllowedOAuthFlows: z.array(z.literal('code')).length(1),
    AllowedOAuthScopes: z.array(z.string().min(1).max(256)).min(1).max(50),
    CallbackURLs: z.array(CallbackUrl).min(1).max(100),
    SupportedIdentityProviders: z.array(z.literal('COGNITO')).length(1),
    // What Cognito takes where nothing is said includes refresh by API call, which it refuses beside rotation.
    ExplicitAuthFlows: z.array(z.literal('ALLOW_USER_SRP_AUTH')).length(1),
    PreventUserExistenceErrors: z.literal('ENABLED').optional(),
    EnableTokenRevocation: z.literal(true).optional(),
    RefreshTokenRotation: z
      .strictObject({ Feature: z.literal('ENABLED'), RetryGracePeriodSeconds: z.int().min(0).max(60).optional() })
      .optional(),
  })
    .strict()
    .refine((input) => lifetimesFit(tokenLifetimes(input)), 'Invalid range for token validity.'),
  DeleteUserPoolClient: z.strictObject({ UserPoolId, ClientId }),
  CreateManagedLoginBranding: z.strictObject({ UserPoolId, ClientId, UseCognitoProvidedValues: z.literal(true) }),
  AdminGetUser: z.strictObject({ UserPoolId, Username }),
  AdminUserGlobalSignOut: z.strictObject({ UserPoolId, Username }),
} as const;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Cognito's limits: five minutes to a day, for refresh tokens an hour to ten years. */
function lifetimesFit({ accessToken, idToken, refreshToken }: TokenLifetimes): boolean {
  const short = [accessToken, idToken].every((seconds) => seconds >= 5 * MINUTE && seconds <= DAY);
  return short && refreshToken >= HOUR && refreshToken <= 3650 * DAY && accessToken <= refreshToken;
}

function isAcceptable(url: string): boolean {
  if (url.includes('#') || url.includes('*') || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol !== 'http:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
