import * as z from 'zod';
import type { DeployedResource } from '../../../infra/local/template/deployed-stack.ts';
import { changed, drop, put, type TemplateRule, without } from './template-rule.ts';

const RESPONSE = 'AWS::ApiGateway::GatewayResponse';
const Response = z.object({
  ResponseType: z.string(),
  StatusCode: z.string().optional(),
  ResponseParameters: z.record(z.string(), z.string()).default({}),
  ResponseTemplates: z.record(z.string(), z.string()).default({}),
});

/** Types that API Gateway answers with 401 or 403 unless told otherwise (API Gateway Developer Guide, response types). */
export const REFUSALS: { readonly [type: string]: { readonly status: string; readonly challenge: RegExp | 'none' } } = {
  UNAUTHORIZED: { status: '401', challenge: /^'Bearer .*resource_metadata="/ },
  EXPIRED_TOKEN: { status: '401', challenge: /^'Bearer .*resource_metadata="/ },
  INVALID_SIGNATURE: { status: '401', challenge: /^'Bearer .*resource_metadata="/ },
  INVALID_API_KEY: { status: '401', challenge: /^'Bearer .*resource_metadata="/ },
  ACCESS_DENIED: { status: '403', challenge: /^context\.authorizer\.challenge$/ },
  WAF_FILTERED: { status: '403', challenge: 'none' },
  MISSING_AUTHENTICATION_TOKEN: { status: '404', challenge: 'none' },
};

/** The other types: none of them is about who is calling. */
export const OTHER_RESPONSE_TYPES = [
  'API_CONFIGURATION_ERROR',
  'AUTHORIZER_CONFIGURATION_ERROR',
  'AUTHORIZER_FAILURE',
  'BAD_REQUEST_BODY',
  'BAD_REQUEST_PARAMETERS',
  'DEFAULT_4XX',
  'DEFAULT_5XX',
  'INTEGRATION_FAILURE',
  'INTEGRATION_TIMEOUT',
  'QUOTA_EXCEEDED',
  'REQUEST_TOO_LARGE',
  'RESOURCE_NOT_FOUND',
  'THROTTLED',
  'UNSUPPORTED_MEDIA_TYPE',
];

const CHALLENGE = 'gatewayresponse.header.WWW-Authenticate';
/** A code and a request id; `$context.error.…` would tell of the inside. */
const BODY = /^\{"error":"[a-z_]+","requestId":"\$context\.requestId"\}$/;

const isType = (type: string) => (properties: DeployedResource['properties']) => properties.ResponseType === type;

/** A client that is refused learns where to sign in, and nothing of the inside. */
export const challenges: TemplateRule = {
  problemsOf(stack) {
    const responses = stack.ofType(RESPONSE).map(({ properties }) => Response.parse(properties));
    const wordsOfAws = Object.keys(REFUSALS).filter(
      (type) => !responses.some(({ ResponseType }) => ResponseType === type),
    );
    return [
      ...wordsOfAws.map((type) => `${type} is answered in AWS's words`),
      ...responses.flatMap((response) => [...refusalProblems(response), ...bodyProblems(response)]),
    ];
  },
  losses: {
    ...Object.fromEntries(
      Object.keys(REFUSALS).map((type) => [`${type} is left to AWS`, without(RESPONSE, isType(type))]),
    ),
    'a 401 says nothing of where to sign in': changed(RESPONSE, drop('ResponseParameters'), isType('UNAUTHORIZED')),
    'a 403 says nothing of the scope': changed(RESPONSE, drop('ResponseParameters'), isType('ACCESS_DENIED')),
    'an expired token is a 403': changed(RESPONSE, put({ StatusCode: '403' }), isType('EXPIRED_TOKEN')),
    'an unknown path asks for a sign-in': changed(
      RESPONSE,
      put({ ResponseParameters: { [CHALLENGE]: "'Bearer'" } }),
      isType('MISSING_AUTHENTICATION_TOKEN'),
    ),
    'a refusal tells what went wrong inside': changed(
      RESPONSE,
      put({ ResponseTemplates: { 'application/json': '{"message":"$context.error.message"}' } }),
      isType('DEFAULT_5XX'),
    ),
    'a refusal has the body of AWS': changed(RESPONSE, drop('ResponseTemplates'), isType('THROTTLED')),
  },
};

function refusalProblems({
  ResponseType,
  StatusCode,
  ResponseParameters,
}: z.infer<typeof Response>): readonly string[] {
  const wanted = REFUSALS[ResponseType];
  if (!wanted) return [];
  const challenge = ResponseParameters[CHALLENGE];
  const fits = wanted.challenge === 'none' ? challenge === undefined : wanted.challenge.test(challenge ?? '');
  return [
    ...(StatusCode === wanted.status ? [] : [`${ResponseType} is a ${StatusCode}, not a ${wanted.status}`]),
    ...(fits ? [] : [`${ResponseType} has the challenge ${challenge}`]),
  ];
}

function bodyProblems({ ResponseType, ResponseTemplates }: z.infer<typeof Response>): readonly string[] {
  const bodies = Object.values(ResponseTemplates);
  const good = bodies.length > 0 && bodies.every((body) => BODY.test(body));
  return good ? [] : [`${ResponseType} has the body ${bodies.join(' or ') || 'of AWS'}`];
}
