import { createHmac } from 'node:crypto';
import { assertIsJwks, type Jwks } from 'aws-jwt-verify/jwk';
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { expect } from 'vitest';
import type { TokenRules } from '../../../functions/authorizer/check-claims.ts';
import type { FetchKeys } from '../../../functions/authorizer/fetch-keys.ts';
import { issuerKeys } from '../../../functions/authorizer/issuer-keys.ts';
import type { TokenFault } from '../../../functions/authorizer/refusal.ts';
import { tokenVerifier, type VerifyToken } from '../../../functions/authorizer/verify-token.ts';
import type { VerifiedRequest } from '../../../shared/authorizer-context.ts';
import { ClaimNames } from '../../../shared/claim-names.ts';
import { type Items, stopsIn } from './state-fixture.ts';

export const ISSUER = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Example';
export const RESOURCE = 'https://mcp.example.com/mcp';
export const SCOPE_PREFIX = 'https://mcp.example.com/mcp/';
export const CLIENT = 'client-of-ours';
export const MACHINE = 'machine-of-ours';
/** Names that Cognito gives its claims. */
export const COGNITO: ClaimNames = ClaimNames.parse({});

export const RULES: TokenRules = {
  resource: RESOURCE,
  audienceRule: 'resource',
  allowedClients: [CLIENT],
  machineClients: [MACHINE],
  claimNames: COGNITO,
  scopePrefix: SCOPE_PREFIX,
  maxLifeSeconds: 300,
};

/** An issuer with fresh keys of both kinds. */
export interface TestIssuer {
  readonly jwks: Jwks;
  readonly rsa: CryptoKey;
  readonly ec: CryptoKey;
}

export async function testIssuer(): Promise<TestIssuer> {
  const rsa = await generateKeyPair('RS256', { extractable: true });
  const ec = await generateKeyPair('ES256', { extractable: true });
  const keys = [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256', use: 'sig' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec', use: 'sig' },
  ];
  const jwks: unknown = JSON.parse(JSON.stringify({ keys }));
  return { jwks: asJwks(jwks), rsa: rsa.privateKey, ec: ec.privateKey };
}

export function asJwks(value: unknown): Jwks {
  const json: Parameters<typeof assertIsJwks>[0] = JSON.parse(JSON.stringify(value));
  assertIsJwks(json);
  return json;
}

export function seconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Claims of a good access token of a person, as Cognito writes them with a resource bound. */
export function goodClaims(): Record<string, unknown> {
  return {
    iss: ISSUER,
    sub: '0f9a3c1e-8f7b-4a55-9a0e-2f1a3b4c5d6e',
    aud: RESOURCE,
    token_use: 'access',
    client_id: CLIENT,
    username: 'alice',
    scope: `openid ${SCOPE_PREFIX}orders.read`,
    iat: seconds() - 10,
    exp: seconds() + 200,
  };
}

/** A good token with some claims changed; `undefined` removes one. */
export function sign(
  issuer: TestIssuer,
  changes: Record<string, unknown> = {},
  header: Partial<JWTHeaderParameters> = {},
  key: CryptoKey = issuer.rsa,
): Promise<string> {
  const claims = Object.fromEntries(
    Object.entries({ ...goodClaims(), ...changes }).filter(([, value]) => value !== undefined),
  );
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'rsa', ...header }).sign(key);
}

/** A token put together by hand, for headers no library would write. */
export function forge(header: unknown, claims: unknown, secret = 'forged'): string {
  const input = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

export function verifierOf(
  { jwks }: Pick<TestIssuer, 'jwks'>,
  rules: Partial<TokenRules> = {},
  fetchKeys: FetchKeys = async () => jwks,
  now: () => Date = () => new Date(),
): VerifyToken {
  return tokenVerifier({
    issuer: ISSUER,
    jwksUri: `${ISSUER}/.well-known/jwks.json`,
    keys: issuerKeys({ fetchKeys, now }),
    rules: { ...RULES, ...rules },
    now,
  });
}

/** Token and client, as one question: whether a client may call is looked up once its token is verified. */
export async function askGate(
  issuer: TestIssuer,
  token: string,
  rules: Partial<TokenRules> = {},
  items: Items = {},
): Promise<VerifiedRequest> {
  return stopsIn(items)(await verifierOf(issuer, rules)(token));
}

/** A refusal of a token, whether its caller is known or not. */
export function refusal(fault: TokenFault): unknown {
  return expect.objectContaining({ refusal: expect.objectContaining({ reason: 'token_refused', fault }) });
}

type Headers = Readonly<Record<string, readonly string[]>>;

/** A request as API Gateway hands it to the authorizer. */
export function authorizerEvent(
  headers: Headers,
  query: Record<string, string> = {},
): APIGatewayRequestAuthorizerEvent {
  const event: Partial<APIGatewayRequestAuthorizerEvent> = {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-central-1:111122223333:api/prod/POST/mcp',
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, [...values]])),
    queryStringParameters: query,
    multiValueQueryStringParameters: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]])),
    requestContext: JSON.parse(
      JSON.stringify({ requestId: 'request-1', requestTimeEpoch: Date.now(), identity: { sourceIp: '192.0.2.1' } }),
    ),
  };
  return JSON.parse(JSON.stringify(event));
}
