/**
 * How long a person's tokens live, in minutes, and how long a replaced refresh token still works, in seconds. One for the
 * clients in the template and for those the sign-in facade admits at run time (B6).
 */
export const SIGN_IN_CLIENT = {
  /** The shortest life Cognito gives an access token. */
  accessTokenMinutes: 5,
  refreshTokenMinutes: 1440,
  /** For clients whose answer got lost. */
  rotationGraceSeconds: 10,
} as const;
