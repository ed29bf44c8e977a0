import { OAuthPath } from '../../shared/oauth-paths.ts';
import type { OpenRoute } from '../gateway/open-routes.ts';

const ROUTES: readonly OpenRoute[] = [
  {
    path: OAuthPath.authorize,
    method: 'GET',
    rate: 20,
    burst: 40,
    reason: 'A browser begins to sign in here (RFC 6749 §3.1).',
  },
  {
    path: OAuthPath.consent,
    method: 'POST',
    rate: 10,
    burst: 20,
    reason: 'The consent of a person who has yet to sign in; bound to the browser that was asked.',
  },
  {
    path: OAuthPath.callback,
    method: 'GET',
    rate: 20,
    burst: 40,
    reason: 'Cognito sends the browser back here, with a code and a state that serve once.',
  },
  {
    path: OAuthPath.token,
    method: 'POST',
    rate: 20,
    burst: 40,
    reason: 'A client trades a code for tokens here (RFC 6749 §3.2).',
  },
];

/** Slow on purpose: each request may leave an entry. */
const REGISTRATION: OpenRoute = {
  path: OAuthPath.registration,
  method: 'POST',
  rate: 1,
  burst: 5,
  reason: 'Registration of clients is open where the pool says so (RFC 7591 §3).',
};

/** What the sign-in facade answers. */
export function facadeRoutes({ registration }: { readonly registration: boolean }): readonly OpenRoute[] {
  return registration ? [...ROUTES, REGISTRATION] : ROUTES;
}
