import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { added, changed, drop, put, type TemplateRule } from './template-rule.ts';

const Method = z.object({
  HttpMethod: z.string(),
  ResourceId: z.string(),
  AuthorizationType: z.string().optional(),
  AuthorizerId: z.string().optional(),
  Integration: z.object({ Type: z.string() }).optional(),
});
const Part = z.object({ ParentId: z.string(), PathPart: z.string() });

/** What anybody may read: where to sign in (RFC 9728). */
const OPEN = ['GET /.well-known/oauth-protected-resource', 'GET /.well-known/oauth-protected-resource/mcp'];

const METHOD = 'AWS::ApiGateway::Method';
const isPost = ({ HttpMethod }: DeployedResource['properties']) => HttpMethod === 'POST';
const isOpen = ({ AuthorizationType }: DeployedResource['properties']) => AuthorizationType === 'NONE';

/** No method is open besides the metadata documents, which reach no function. */
export const guardedMethods: TemplateRule = {
  problemsOf(stack) {
    const authorizers = stack.ofType('AWS::ApiGateway::Authorizer').map(({ physicalId }) => physicalId);
    const bodies = stack.ofType('AWS::ApiGateway::RestApi').filter(({ properties }) => 'Body' in properties);
    const otherApis = stack.resources.filter(({ type }) =>
      /^AWS::(ApiGatewayV2|AppSync|ElasticLoadBalancingV2)::/.test(type),
    );
    return [
      ...stack.ofType(METHOD).flatMap((resource) => problemOf(resource, stack, authorizers)),
      ...bodies.map(({ path }) => `${path} has methods that the template does not show`),
      ...otherApis.map(({ path, type }) => `${path} is another way in: ${type}`),
    ];
  },
  losses: {
    'a guarded method is opened': changed(METHOD, put({ AuthorizationType: 'NONE' }), isPost),
    'a guarded method forgets its authorizer': changed(METHOD, drop('AuthorizerId'), isPost),
    'a guarded method asks an authorizer from elsewhere': changed(METHOD, put({ AuthorizerId: 'elsewhere' }), isPost),
    'a guarded method asks IAM instead': changed(METHOD, put({ AuthorizationType: 'AWS_IAM' }), isPost),
    'an open document reaches a function': changed(METHOD, put({ Integration: { Type: 'AWS_PROXY' } }), isOpen),
    'an open document answers to POST': changed(METHOD, put({ HttpMethod: 'POST' }), isOpen),
    'an open document moves to another path': changed(
      'AWS::ApiGateway::Resource',
      put({ PathPart: 'debug' }),
      ({ PathPart }) => PathPart === 'oauth-protected-resource',
    ),
    'a method says nothing of who may call': changed(METHOD, drop('AuthorizationType'), isPost),
    'methods hide in an OpenAPI body': changed('AWS::ApiGateway::RestApi', put({ Body: {} })),
    'a second API appears': added('AWS::ApiGatewayV2::Api', {}),
  },
};

function problemOf(
  resource: DeployedResource,
  stack: DeployedStack,
  authorizers: readonly string[],
): readonly string[] {
  const method = Method.parse(resource.properties);
  const route = `${method.HttpMethod} ${pathOf(method.ResourceId, stack)}`;
  if (OPEN.includes(route)) return method.Integration?.Type === 'MOCK' ? [] : [`${route} reaches more than a document`];
  const guarded = method.AuthorizationType === 'CUSTOM' && authorizers.includes(method.AuthorizerId ?? '');
  return guarded ? [] : [`${route} does not ask the authorizer`];
}

function pathOf(resourceId: string, stack: DeployedStack): string {
  const resource = stack.find(resourceId, 'AWS::ApiGateway::Resource');
  if (!resource) return '';
  const { ParentId, PathPart } = Part.parse(resource.properties);
  return `${pathOf(ParentId, stack)}/${PathPart}`;
}

const AUTHORIZER = 'AWS::ApiGateway::Authorizer';
const Authorizer = z.object({
  Type: z.string(),
  AuthorizerResultTtlInSeconds: z.number().optional(),
  IdentitySource: z.string().optional(),
});
const Settings = z.object({
  MethodSettings: z.array(z.record(z.string(), z.json())).default([]),
  CacheClusterEnabled: z.boolean().optional(),
});

/** A kept answer would outlive a revocation, and would be given to a request that it was not made for. */
export const freshAnswers: TemplateRule = {
  problemsOf(stack) {
    const authorizers = stack.ofType(AUTHORIZER);
    return [
      ...(authorizers.length === 0 ? ['there is no authorizer'] : []),
      ...authorizers.flatMap(({ properties, path }) => {
        const { Type, AuthorizerResultTtlInSeconds, IdentitySource } = Authorizer.parse(properties);
        return [
          // absent means 300 seconds (API Gateway API reference, Authorizer)
          ...(AuthorizerResultTtlInSeconds === 0 ? [] : [`${path} keeps answers`]),
          ...(Type === 'REQUEST' ? [] : [`${path} does not see the request`]),
          ...(IdentitySource ? [`${path} is not asked without ${IdentitySource}`] : []),
        ];
      }),
      ...stack.ofType('AWS::ApiGateway::Stage').flatMap(({ properties, path }) => {
        const { MethodSettings, CacheClusterEnabled } = Settings.parse(properties);
        const caches = CacheClusterEnabled || MethodSettings.some(({ CachingEnabled }) => CachingEnabled === true);
        return caches ? [`${path} keeps answers`] : [];
      }),
    ];
  },
  losses: {
    'answers are kept for five minutes': changed(AUTHORIZER, put({ AuthorizerResultTtlInSeconds: 300 })),
    'the life of answers is left to the default': changed(AUTHORIZER, drop('AuthorizerResultTtlInSeconds')),
    'requests without a token are refused unseen': changed(
      AUTHORIZER,
      put({ IdentitySource: 'method.request.header.Authorization' }),
    ),
    'the authorizer sees a token and no request': changed(AUTHORIZER, put({ Type: 'TOKEN' })),
    'the stage gets a cache': changed('AWS::ApiGateway::Stage', put({ CacheClusterEnabled: true })),
    'a method uses the cache': changed('AWS::ApiGateway::Stage', put({ MethodSettings: [{ CachingEnabled: true }] })),
  },
};
