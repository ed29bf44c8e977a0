import * as z from 'zod';
import { type DeployedResource, type DeployedStack, UnknownInTemplate } from '../template/deployed-stack.ts';
import type { ApiAuthorizer, IdentitySource } from './api-definition.ts';
import { lambdaTarget } from './lambda-target.ts';
import { parseProperties } from './parse-properties.ts';

const Properties = z.strictObject({
  Name: z.string(),
  RestApiId: z.string(),
  Type: z.literal('REQUEST'),
  AuthorizerUri: z.string(),
  AuthorizerResultTtlInSeconds: z.literal(0, { error: 'must be 0: a cached verdict outlives a revocation' }),
  IdentitySource: z.string().optional(),
});

const FUNCTION_URI = /^arn:aws:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/**
 * Reads the authorizers, by id.
 *
 * @throws UnknownInTemplate for a type other than REQUEST and for a result cache.
 */
export function readAuthorizers(stack: DeployedStack, arnPrefix: string): ReadonlyMap<string, ApiAuthorizer> {
  return new Map(
    stack
      .ofType('AWS::ApiGateway::Authorizer')
      .map((resource) => [resource.physicalId, readAuthorizer(stack, resource, arnPrefix)]),
  );
}

function readAuthorizer(stack: DeployedStack, resource: DeployedResource, arnPrefix: string): ApiAuthorizer {
  const { AuthorizerUri, IdentitySource: sources } = parseProperties(Properties, resource);
  const functionArn = FUNCTION_URI.exec(AuthorizerUri)?.[1];
  if (functionArn === undefined) throw new UnknownInTemplate(`the authorizer URI ${AuthorizerUri}`, resource.path);
  const id = resource.physicalId;
  return {
    id,
    target: lambdaTarget(stack, functionArn, `${arnPrefix}/authorizers/${id}`, resource.path),
    identitySources: (sources ?? '')
      .split(',')
      .filter((source) => source !== '')
      .map((source) => readIdentitySource(source.trim(), resource.path)),
  };
}

function readIdentitySource(source: string, where: string): IdentitySource {
  const [, place, name] = /^method\.request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
  if (name === undefined || (place !== 'header' && place !== 'querystring')) {
    throw new UnknownInTemplate(`the identity source ${source}`, where);
  }
  return { in: place, name };
}
