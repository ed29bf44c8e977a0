import { type Duration, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { OAuthPath } from '../../shared/oauth-paths.ts';

/** A method that anybody may call, and how often all of them together (D6). */
export interface OpenMethod {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** Requests per second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

interface FacadeRoute extends OpenMethod {
  /** Why it has no authorizer. */
  readonly reason: string;
}

const ROUTES: readonly FacadeRoute[] = [
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
const REGISTRATION: FacadeRoute = {
  path: OAuthPath.registration,
  method: 'POST',
  rate: 1,
  burst: 5,
  reason: 'Registration of clients is open where the pool says so (RFC 7591 §3).',
};

/** What the sign-in facade answers. */
export function facadeRoutes({ registration }: { readonly registration: boolean }): readonly FacadeRoute[] {
  return registration ? [...ROUTES, REGISTRATION] : ROUTES;
}

/** Leads the routes to the facade's function. Nobody has a token yet, so none asks the authorizer. */
export function addFacadeRoutes(
  api: apigateway.RestApi,
  handler: lambda.IFunction,
  { registration, timeout }: { readonly registration: boolean; readonly timeout: Duration },
): void {
  // The console's test button would start the function past the stage's throttles (C5).
  const integration = new apigateway.LambdaIntegration(handler, { timeout, allowTestInvoke: false });
  for (const { path, method, reason } of facadeRoutes({ registration })) {
    const route = api.root.resourceForPath(path).addMethod(method, integration, {
      authorizationType: apigateway.AuthorizationType.NONE,
    });
    Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
}
