import * as z from 'zod';

/** How long a client's tokens live, in seconds. */
export interface TokenLifetimes {
  readonly accessToken: number;
  readonly idToken: number;
  readonly refreshToken: number;
}

const Unit = z.enum(['seconds', 'minutes', 'hours', 'days']);

/** The properties of `AWS::Cognito::UserPoolClient` that say how long tokens live. */
export const LifetimeProperties = z.object({
  AccessTokenValidity: z.int().positive().optional(),
  IdTokenValidity: z.int().positive().optional(),
  RefreshTokenValidity: z.int().positive().optional(),
  TokenValidityUnits: z
    .strictObject({ AccessToken: Unit.optional(), IdToken: Unit.optional(), RefreshToken: Unit.optional() })
    .default({}),
});

const SECONDS = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

/** Five minutes, the shortest Cognito allows: what a template does not ask for, it does not get. */
const SHORTEST = 5 * SECONDS.minutes;

/** Cognito's own default for refresh tokens. */
const THIRTY_DAYS = 30 * SECONDS.days;

/** Reads the lifetimes as Cognito does: hours are the default unit, days for refresh tokens. */
export function tokenLifetimes(properties: z.infer<typeof LifetimeProperties>): TokenLifetimes {
  const units = properties.TokenValidityUnits;
  return {
    accessToken: seconds(properties.AccessTokenValidity, units.AccessToken ?? 'hours') ?? SHORTEST,
    idToken: seconds(properties.IdTokenValidity, units.IdToken ?? 'hours') ?? SHORTEST,
    refreshToken: seconds(properties.RefreshTokenValidity, units.RefreshToken ?? 'days') ?? THIRTY_DAYS,
  };
}

function seconds(amount: number | undefined, unit: z.infer<typeof Unit>): number | undefined {
  return amount === undefined ? undefined : amount * SECONDS[unit];
}
