import { OAuthPath } from '../../shared/oauth-paths.ts';
import type { WebAnswer } from '../web/web-answer.ts';
import { readRequest, type WebRequest } from '../web/web-request.ts';
import { type Audience, answerFailure } from './answer-failure.ts';
import { authorize } from './authorize.ts';
import { callback } from './callback.ts';
import { consent } from './consent.ts';
import type { FacadeParts } from './facade-parts.ts';
import { logFailure } from './log-failure.ts';
import { OAuthError, oauthFailureOf } from './oauth-failure.ts';
import { register } from './register.ts';
import { token } from './token.ts';

/** One thing the facade does, and who hears when it cannot. */
interface Route {
  readonly audience: 'person' | 'program';
  readonly serve: (request: WebRequest, parts: FacadeParts) => Promise<WebAnswer>;
}

const ROUTES: ReadonlyMap<string, Route> = new Map([
  [`GET ${OAuthPath.authorize}`, { audience: 'person', serve: authorize }],
  [`POST ${OAuthPath.consent}`, { audience: 'person', serve: consent }],
  [`GET ${OAuthPath.callback}`, { audience: 'person', serve: callback }],
  [`POST ${OAuthPath.token}`, { audience: 'program', serve: token }],
  [`POST ${OAuthPath.registration}`, { audience: 'program', serve: register }],
]);

/** Serves one request from API Gateway. Never throws: whatever happens becomes an answer and one line in the log. */
export async function serveOAuth(event: unknown, parts: FacadeParts): Promise<WebAnswer> {
  let audience: Audience = { kind: 'program' };
  let requestId = '';
  try {
    const request = readRequest(event);
    requestId = request.requestId;
    const route = findRoute(request);
    audience = { kind: route.audience, requestId };
    return await route.serve(request, parts);
  } catch (error) {
    logFailure(parts.log, requestId, error);
    return answerFailure(oauthFailureOf(error), audience);
  }
}

function findRoute({ method, path }: WebRequest): Route {
  const route = ROUTES.get(`${method} ${path}`);
  if (!route) throw new OAuthError({ reason: 'not_found' });
  return route;
}
