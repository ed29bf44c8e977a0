import * as oauth from 'oauth4webapi';
import type * as z from 'zod';
import type { ConnectEnvironment } from '../../shared/environment.ts';
import { boundedFetch } from '../http/bounded-fetch.ts';
import { ConnectError } from './connect-failure.ts';
import { callbackUrl } from './connect-urls.ts';
import { type Person, personOf } from './person-of.ts';

/** What ties a sign-in to what was asked for. */
export interface SignInTies {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The issuer, as the page signs people in with a client of its own. */
export interface SignInIssuer {
  /** Where the browser goes to sign in: anew, for a session that is already there may be another person's. */
  signInUrl(ties: SignInTies): Promise<string>;
  /**
   * Says who came back, by an ID token of this issuer for this client and this very sign-in (OpenID Connect Core §3.1.3.7).
   *
   * @throws ConnectError `sign_in_refused` or `issuer_unreachable`.
   */
  whoSignedIn(back: URLSearchParams, ties: SignInTies): Promise<Person>;
}

export interface SignInIssuerProps {
  readonly environment: Pick<
    z.output<typeof ConnectEnvironment>,
    'RESOURCE' | 'ISSUER' | 'JWKS_URI' | 'AUTHORIZATION_ENDPOINT' | 'TOKEN_ENDPOINT' | 'CLIENT_ID' | 'CLAIM_NAMES'
  >;
  readonly fetch: typeof fetch;
}

const TIMEOUT_MS = 5000;

/** Makes the way to the issuer. */
export function signInIssuer({ environment, fetch }: SignInIssuerProps): SignInIssuer {
  const { AUTHORIZATION_ENDPOINT, CLIENT_ID, RESOURCE, CLAIM_NAMES } = environment;
  const client = { client_id: CLIENT_ID };
  const redirectUri = callbackUrl(RESOURCE);
  return {
    async signInUrl({ state, nonce, verifier }) {
      const url = new URL(AUTHORIZATION_ENDPOINT);
      const parameters = {
        client_id: CLIENT_ID,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: 'openid',
        prompt: 'login',
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return url.href;
    },
    async whoSignedIn(back, { state, nonce, verifier }) {
      // Made anew for each sign-in: the library remembers keys by this object.
      const server = serverOf(environment);
      const options = () => requestOptions(environment.TOKEN_ENDPOINT, fetch);
      try {
        const code = oauth.validateAuthResponse(server, client, back, state);
        const none = oauth.None();
        const answer = await oauth.authorizationCodeGrantRequest(
          server,
          client,
          none,
          code,
          redirectUri,
          verifier,
          options(),
        );
        const rules = { expectedNonce: nonce, requireIdToken: true };
        const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer, rules);
        await oauth.validateApplicationLevelSignature(server, answer, options());
        return personOf(oauth.getValidatedIdTokenClaims(tokens), CLAIM_NAMES);
      } catch (cause) {
        throw new ConnectError(isRefusal(cause) ? 'sign_in_refused' : 'issuer_unreachable', { cause });
      }
    },
  };
}

function serverOf({
  ISSUER,
  JWKS_URI,
  AUTHORIZATION_ENDPOINT,
  TOKEN_ENDPOINT,
}: SignInIssuerProps['environment']): oauth.AuthorizationServer {
  return {
    issuer: ISSUER,
    jwks_uri: JWKS_URI,
    authorization_endpoint: AUTHORIZATION_ENDPOINT,
    token_endpoint: TOKEN_ENDPOINT,
  };
}

/** Bounded in time and size, and it follows no redirect: the request holds secrets. Plain HTTP is for the loopback only. */
function requestOptions(endpoint: string, fetch: SignInIssuerProps['fetch']) {
  return {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    [oauth.allowInsecureRequests]: new URL(endpoint).hostname === '127.0.0.1',
    [oauth.customFetch]: boundedFetch(fetch),
  };
}

function isRefusal(error: unknown): boolean {
  return (
    error instanceof oauth.AuthorizationResponseError ||
    error instanceof oauth.ResponseBodyError ||
    error instanceof oauth.OperationProcessingError ||
    error instanceof ConnectError
  );
}
