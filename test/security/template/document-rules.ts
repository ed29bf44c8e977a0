import * as z from 'zod';
import type { DeployedResource, DeployedStack } from '../../../infra/local/template/deployed-stack.ts';
import { routeOf } from './route-of.ts';
import { changed, type TemplateRule } from './template-rule.ts';

const METHOD = 'AWS::ApiGateway::Method';
type Properties = DeployedResource['properties'];

const Fixed = z.object({
  Integration: z.object({
    IntegrationResponses: z.tuple([
      z.object({
        StatusCode: z.literal('200'),
        ResponseParameters: z.record(z.string(), z.string()).default({}),
        ResponseTemplates: z.object({ 'application/json': z.string() }),
      }),
    ]),
  }),
});

/** What clients read before they trust anything (RFC 9728 §2). */
const Resource = z.object({
  resource: z.url(),
  authorization_servers: z.tuple([z.url()]),
  bearer_methods_supported: z.tuple([z.literal('header')]),
});

/** What clients do next is what stands here: a code with PKCE, asked for and traded at our own addresses (RFC 8414 §2). */
const Server = z.object({
  issuer: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  registration_endpoint: z.never().optional(),
  response_types_supported: z.tuple([z.literal('code')]),
  code_challenge_methods_supported: z.tuple([z.literal('S256')]),
  authorization_response_iss_parameter_supported: z.literal(true),
  token_endpoint_auth_methods_supported: z.tuple([z.literal('none')]),
});

const RESOURCES = ['GET /.well-known/oauth-protected-resource', 'GET /.well-known/oauth-protected-resource/mcp'];
const SERVERS = ['GET /.well-known/oauth-authorization-server', 'GET /.well-known/openid-configuration'];

const Variables = z.object({
  Environment: z.object({ Variables: z.object({ RESOURCE: z.string(), JWKS_URI: z.string() }) }),
});

/** The documents lead to this endpoint, its own sign-in, and the keys the authorizer trusts, and to nothing else. */
export const trueDocuments: TemplateRule = {
  problemsOf(stack) {
    const authorizer = stack.ofType('AWS::Lambda::Function').find(({ path }) => path === AUTHORIZER);
    const { RESOURCE, JWKS_URI } = Variables.parse(authorizer?.properties).Environment.Variables;
    const issuer = RESOURCE.replace(/\/mcp$/, '');
    const server = {
      issuer,
      authorization_endpoint: `${issuer}/oauth/authorize`,
      token_endpoint: `${issuer}/oauth/token`,
      jwks_uri: JWKS_URI,
    };
    return [
      ...RESOURCES.flatMap((route) =>
        problemsIn(stack, route, Resource, { resource: RESOURCE, authorization_servers: [issuer] }),
      ),
      ...SERVERS.flatMap((route) => problemsIn(stack, route, Server, server)),
    ];
  },
  losses: {
    'the resource is another endpoint': edited('"resource":"', '"resource":"https://elsewhere.example.com'),
    'the resource is signed in for elsewhere': edited('"authorization_servers":["', '"authorization_servers":["x'),
    'tokens may stand in the query': edited('["header"]', '["header","query"]'),
    'PKCE is not asked for': edited('"code_challenge_methods_supported":["S256"],', ''),
    'PKCE may be plain': edited('["S256"]', '["S256","plain"]'),
    'the issuer is another one': edited('"issuer":"', '"issuer":"https://elsewhere.example.com/'),
    'browsers are sent elsewhere': edited(
      '"authorization_endpoint":"',
      '"authorization_endpoint":"https://evil.example/',
    ),
    'codes are traded elsewhere': edited('/oauth/token"', '/oauth/consent"'),
    'keys come from elsewhere': edited('"jwks_uri":"', '"jwks_uri":"https://evil.example/'),
    'answers say not who they are from': edited('"authorization_response_iss_parameter_supported":true,', ''),
    'tokens come without a code': edited('["code"]', '["code","token"]'),
    'registration is offered': edited(
      '"token_endpoint":',
      '"registration_endpoint":"https://a.example","token_endpoint":',
    ),
    'a document opens itself to every origin': changed(METHOD, openToAll, isDocument),
  },
};

const AUTHORIZER = 'SupportDesk/Gateway/Authorizer/Resource';

function problemsIn(
  stack: DeployedStack,
  route: string,
  form: z.ZodType,
  wanted: { readonly [name: string]: string | readonly string[] },
): readonly string[] {
  const method = stack.ofType(METHOD).find((resource) => routeOf(resource, stack) === route);
  if (!method) return [`${route} is not served`];
  const [{ ResponseTemplates, ResponseParameters }] = Fixed.parse(method.properties).Integration.IntegrationResponses;
  const document = z.record(z.string(), z.json()).parse(JSON.parse(ResponseTemplates['application/json']));
  const { error } = form.safeParse(document);
  return [
    ...(error?.issues.map(({ path, message }) => `${route}: ${path.join('.')}: ${message}`) ?? []),
    ...Object.entries(wanted)
      .filter(([name, value]) => JSON.stringify(document[name]) !== JSON.stringify(value))
      .map(([name]) => `${route} has a ${name} that is not ours`),
    ...Object.keys(ResponseParameters)
      .filter((name) => /allow-origin/i.test(name))
      .map((name) => `${route} has ${name}`),
  ];
}

/** The first document that says it says something else. */
function edited(from: string, to: string): (stack: DeployedStack) => DeployedStack {
  const edit = (document: string) => document.replace(from, to);
  return changed(
    METHOD,
    (properties) => withDocument(properties, edit(documentOf(properties))),
    (properties) => documentOf(properties).includes(from),
  );
}

function isDocument(properties: Properties): boolean {
  return Fixed.safeParse(properties).success;
}

function documentOf(properties: Properties): string {
  const read = Fixed.safeParse(properties).data;
  return read?.Integration.IntegrationResponses[0].ResponseTemplates['application/json'] ?? '';
}

function withDocument(properties: Properties, document: string): Properties {
  const response = { StatusCode: '200', ResponseTemplates: { 'application/json': document } };
  return { ...properties, Integration: { Type: 'MOCK', IntegrationResponses: [response] } };
}

function openToAll(properties: Properties): Properties {
  const response = {
    StatusCode: '200',
    ResponseTemplates: { 'application/json': documentOf(properties) },
    ResponseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" },
  };
  return { ...properties, Integration: { Type: 'MOCK', IntegrationResponses: [response] } };
}
