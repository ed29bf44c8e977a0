import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import type { Json } from '../../../shared/json-schema.ts';
import { routeOf } from './route-of.ts';
import { added, changed, drop, put, type TemplateRule } from './template-rule.ts';

const Method = z.object({
  AuthorizationType: z.string().optional(),
  AuthorizerId: z.string().optional(),
  Integration: z.object({ Type: z.string(), Uri: z.string().optional() }).optional(),
});
type Method = z.infer<typeof Method>;

/** What anybody may read: where to sign in (RFC 9728), and how (RFC 8414, OpenID Connect Discovery). */
const DOCUMENTS = [
  'GET /.well-known/oauth-protected-resource',
  'GET /.well-known/oauth-protected-resource/mcp',
  'GET /.well-known/oauth-authorization-server',
  'GET /.well-known/openid-configuration',
];

/** What a client or a browser reaches before it has a token. Registration is off in the reference deployment. */
const SIGN_IN = ['GET /oauth/authorize', 'POST /oauth/consent', 'GET /oauth/callback', 'POST /oauth/token'];

/** What the issuers of services outside read. */
const PUBLIC_KEY = 'GET /delegation/jwks.json';

/** The page where people enter secrets of their own. */
const CONNECT = ['GET /connect', 'GET /connect/callback', 'POST /connect/save'];

const FACADE = 'SupportDesk/Gateway/SignIn/Resource';
const PAGE = 'SupportDesk/Gateway/Connect/Page/Resource';
const KEYS = 'SupportDesk/Gateway/Delegation/Keys/Resource';
const FUNCTION = 'AWS::Lambda::Function';
const METHOD = 'AWS::ApiGateway::Method';
type Properties = DeployedResource['properties'];
const isGuardedPost = ({ HttpMethod, AuthorizationType }: Properties) =>
  HttpMethod === 'POST' && AuthorizationType === 'CUSTOM';
const isOpen = (type: string) => (properties: Properties) => {
  const { AuthorizationType, Integration } = Method.parse(properties);
  return AuthorizationType === 'NONE' && Integration?.Type === type;
};
const isDocument = isOpen('MOCK');
const isSignIn = isOpen('AWS_PROXY');
const isPublicKey = (properties: Properties) =>
  isSignIn(properties) && JSON.stringify(properties).includes('mcp-gateway-keys');
const isPage = (properties: Properties) =>
  isSignIn(properties) && JSON.stringify(properties).includes('mcp-gateway-connect');
const isPagePost = (properties: Properties) => isPage(properties) && properties.HttpMethod === 'POST';
const isConsent = (properties: Properties) => isSignIn(properties) && properties.HttpMethod === 'POST';

/** No method is open besides documents, which reach no function, and what reaches one function of its own alone. */
export const guardedMethods: TemplateRule = {
  problemsOf(stack) {
    const bodies = stack.ofType('AWS::ApiGateway::RestApi').filter(({ properties }) => 'Body' in properties);
    const otherApis = stack.resources.filter(({ type }) =>
      /^AWS::(ApiGatewayV2|AppSync|ElasticLoadBalancingV2)::/.test(type),
    );
    return [
      ...stack.ofType(METHOD).flatMap((resource) => problemOf(resource, stack)),
      ...bodies.map(({ path }) => `${path} has methods that the template does not show`),
      ...otherApis.map(({ path, type }) => `${path} is another way in: ${type}`),
    ];
  },
  losses: {
    'a guarded method is opened': changed(METHOD, put({ AuthorizationType: 'NONE' }), isGuardedPost),
    'a guarded method forgets its authorizer': changed(METHOD, drop('AuthorizerId'), isGuardedPost),
    'a guarded method asks an authorizer from elsewhere': changed(
      METHOD,
      put({ AuthorizerId: 'elsewhere' }),
      isGuardedPost,
    ),
    'a guarded method asks IAM instead': changed(METHOD, put({ AuthorizationType: 'AWS_IAM' }), isGuardedPost),
    'an open document reaches a function': changed(METHOD, put({ Integration: { Type: 'AWS_PROXY' } }), isDocument),
    'an open document reaches the facade': (stack) =>
      changed(METHOD, reaching(functionAt(stack, FACADE)), isDocument)(stack),
    'an open document answers to POST': changed(METHOD, put({ HttpMethod: 'POST' }), isDocument),
    'an open document moves to another path': movedPath('oauth-protected-resource', 'debug'),
    'a sign-in route reaches the gateway': (stack) =>
      changed(METHOD, reaching(functionAt(stack, 'SupportDesk/Gateway/Function/Resource')), isSignIn)(stack),
    'a sign-in route reaches a tool': (stack) =>
      changed(METHOD, reaching(functionAt(stack, 'SupportDesk/Gateway/ListOrders/Function/Resource')), isSignIn)(stack),
    'a sign-in route reaches the operator function': (stack) =>
      changed(METHOD, reaching(functionAt(stack, 'SupportDesk/Gateway/Operator/Function/Resource')), isSignIn)(stack),
    'a sign-in route leads to an address': changed(
      METHOD,
      put({ Integration: { Type: 'HTTP_PROXY', Uri: 'https://sign-in.example.com' } }),
      isSignIn,
    ),
    'consent is given by GET': changed(METHOD, put({ HttpMethod: 'GET' }), isConsent),
    'a sign-in route answers to every verb': changed(METHOD, put({ HttpMethod: 'ANY' }), isSignIn),
    'clients may register although it is off': movedPath('token', 'register'),
    'the public key is served by the gateway': (stack) =>
      changed(METHOD, reaching(functionAt(stack, 'SupportDesk/Gateway/Function/Resource')), isPublicKey)(stack),
    'the public key is served from elsewhere': changed(
      METHOD,
      put({ Integration: { Type: 'HTTP_PROXY', Uri: 'https://keys.example.com' } }),
      isPublicKey,
    ),
    'a public key can be posted': changed(METHOD, put({ HttpMethod: 'POST' }), isPublicKey),
    'the page for secrets is served by the gateway': (stack) =>
      changed(METHOD, reaching(functionAt(stack, 'SupportDesk/Gateway/Function/Resource')), isPage)(stack),
    'a secret can be saved by GET': changed(METHOD, put({ HttpMethod: 'GET' }), isPagePost),
    'a new open route appears': added(METHOD, {
      HttpMethod: 'GET',
      ResourceId: 'root',
      AuthorizationType: 'NONE',
      Integration: { Type: 'MOCK' },
    }),
    'a method says nothing of who may call': changed(METHOD, drop('AuthorizationType'), isGuardedPost),
    'methods hide in an OpenAPI body': changed('AWS::ApiGateway::RestApi', put({ Body: {} })),
    'a second API appears': added('AWS::ApiGatewayV2::Api', {}),
  },
};

function problemOf(resource: DeployedResource, stack: DeployedStack): readonly string[] {
  const method = Method.parse(resource.properties);
  const route = routeOf(resource, stack);
  if (DOCUMENTS.includes(route)) {
    return method.Integration?.Type === 'MOCK' ? [] : [`${route} reaches more than a document`];
  }
  if (SIGN_IN.includes(route))
    return reaches(FACADE, method, stack) ? [] : [`${route} does not reach the sign-in facade`];
  if (CONNECT.includes(route))
    return reaches(PAGE, method, stack) ? [] : [`${route} does not reach the page for secrets`];
  if (route === PUBLIC_KEY) return reaches(KEYS, method, stack) ? [] : [`${route} reaches more than the public key`];
  return isGuarded(method, stack) ? [] : [`${route} does not ask the authorizer`];
}

function isGuarded({ AuthorizationType, AuthorizerId = '' }: Method, stack: DeployedStack): boolean {
  const authorizers = stack.ofType('AWS::ApiGateway::Authorizer').map(({ physicalId }) => physicalId);
  return AuthorizationType === 'CUSTOM' && authorizers.includes(AuthorizerId);
}

function reaches(path: string, { Integration }: Method, stack: DeployedStack): boolean {
  return Integration?.Type === 'AWS_PROXY' && Integration.Uri === invocationOf(functionAt(stack, path));
}

function functionAt(stack: DeployedStack, path: string): string {
  const found = stack.ofType(FUNCTION).find((resource) => resource.path === path);
  if (found?.arn === undefined) throw new Error(`no function at ${path}`);
  return found.arn;
}

/** How API Gateway names a function it starts (API Gateway Developer Guide, Lambda proxy integrations). */
function invocationOf(functionArn: string): string {
  const [, , , region] = functionArn.split(':');
  return `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;
}

function reaching(functionArn: string): (properties: Properties) => Properties {
  const integration: Json = { Type: 'AWS_PROXY', Uri: invocationOf(functionArn) };
  return put({ Integration: integration });
}

function movedPath(from: string, to: string): (stack: DeployedStack) => DeployedStack {
  return changed('AWS::ApiGateway::Resource', put({ PathPart: to }), ({ PathPart }) => PathPart === from);
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
