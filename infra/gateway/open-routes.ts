import { type Duration, Validations } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import type * as lambda from 'aws-cdk-lib/aws-lambda';

/** A method that anybody may call, and how often all of them together (D6). */
export interface OpenMethod {
  readonly path: string;
  readonly method: 'GET' | 'POST';
  /** Requests per second. */
  readonly rate: number;
  /** Requests at once. */
  readonly burst: number;
}

export interface OpenRoute extends OpenMethod {
  /** Why it has no authorizer. */
  readonly reason: string;
}

/** Leads routes to a function. Nobody has a token yet, so none asks the authorizer. */
export function addOpenRoutes(
  api: apigateway.RestApi,
  handler: lambda.IFunction,
  { routes, timeout }: { readonly routes: readonly OpenRoute[]; readonly timeout: Duration },
): void {
  // The console's test button would start the function past the stage's throttles (C5).
  const integration = new apigateway.LambdaIntegration(handler, { timeout, allowTestInvoke: false });
  for (const { path, method, reason } of routes) {
    const route = api.root.resourceForPath(path).addMethod(method, integration, {
      authorizationType: apigateway.AuthorizationType.NONE,
    });
    Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
}
