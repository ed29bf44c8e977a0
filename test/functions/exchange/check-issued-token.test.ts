import type { JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { checkIssuedToken } from '../../../functions/exchange/check-issued-token.ts';
import type { Downstream } from '../../../shared/downstream.ts';
import {
  ACCESS_TOKEN_TYPE,
  CRM,
  exchangeOf,
  GOOD_CLAIMS,
  issue,
  NOW,
  RESOURCE,
  SECONDS,
  TOOL,
} from './fixture/test-issuer.ts';

interface Change {
  readonly answer?: Readonly<Record<string, string | number | undefined>>;
  readonly claims?: JWTPayload;
  readonly downstream?: Partial<Downstream>;
}

async function check({ answer, claims, downstream }: Change) {
  const token = await issue({ ...GOOD_CLAIMS, ...claims });
  const good = { access_token: token, token_type: 'bearer', issued_token_type: ACCESS_TOKEN_TYPE, expires_in: 300 };
  const parts = { resource: RESOURCE, now: () => NOW };
  return checkIssuedToken(
    { ...good, ...answer } as typeof good & { token_type: 'bearer' },
    exchangeOf(downstream),
    parts,
  );
}

const TOOL_ID = `${RESOURCE}#${TOOL}`;
const BY_CLIENT = { downstream: { actor: 'client' } } as const;

describe('is lent (B9):', () => {
  test.each<[string, Change]>([
    ['a token for the caller, the tool and the service', {}],
    ['one whose audience is a list of one', { claims: { aud: [CRM.audience] } }],
    ['one with less than was asked for', { claims: { scope: '' } }],
    ['one that says no scopes, which are those asked for then', { claims: { scope: undefined } }],
    ['one that names the client in azp', { ...BY_CLIENT, claims: { act: undefined, azp: 'sallyport' } }],
    ['one that names the client in appid', { ...BY_CLIENT, claims: { appid: 'sallyport' } }],
    ['one that names the client in client_id', { ...BY_CLIENT, claims: { client_id: 'sallyport' } }],
    [
      'one for the caller by another name, where the issuer took the caller’s token',
      { downstream: { subject: 'caller-token' }, claims: { sub: 'pairwise' } },
    ],
    ['one that lives as long as may be', { claims: { exp: SECONDS + 300 } }],
    [
      'one of Entra, whose scopes are short',
      {
        downstream: { grant: 'on-behalf-of', scopes: ['api://crm/customers.read'] },
        answer: { issued_token_type: undefined, scope: 'api://crm/customers.read' },
        claims: { scope: undefined, scp: 'customers.read' },
      },
    ],
  ])('%s', async (_, change) => {
    expect((await check(change)).accessToken).toMatch(/^ey/);
  });
});

describe('is refused (B9):', () => {
  test.each<[string, Change, string]>([
    ['what is no bearer token', { answer: { token_type: 'dpop' } }, 'no bearer token'],
    ['what the issuer does not call an access token', { answer: { issued_token_type: undefined } }, 'no access token'],
    ['an ID token', { answer: { issued_token_type: 'urn:ietf:params:oauth:token-type:id_token' } }, 'no access token'],
    [
      'a refresh token, also on behalf of the caller',
      {
        downstream: { grant: 'on-behalf-of' },
        answer: { issued_token_type: 'urn:ietf:params:oauth:token-type:refresh_token' },
      },
      'no access token',
    ],
    ['a life that is not said', { answer: { expires_in: undefined } }, 'is not said'],
    ['a life of nothing', { answer: { expires_in: 0 } }, 'is not said'],
    ['a life that is too long', { answer: { expires_in: 301 } }, 'lives too long'],
    ['a life that is too long in the token alone', { claims: { exp: SECONDS + 306 } }, 'lives too long'],
    ['a token that is expired', { claims: { exp: SECONDS } }, 'is expired'],
    ['more scopes in the answer', { answer: { scope: 'customers.read admin' } }, 'more scopes'],
    ['more scopes in the token', { claims: { scope: 'customers.read admin' } }, 'more scopes'],
    ['more scopes in scp', { claims: { scp: ['customers.read', 'admin'] } }, 'more scopes'],
    [
      'a short scope, where the issuer is not asked for long ones',
      { downstream: { scopes: ['a/b'] }, claims: { scope: 'b' } },
      'more scopes',
    ],
    ['another issuer', { claims: { iss: 'https://login.crm.example.com/realms/crm/' } }, 'another issuer'],
    ['another audience', { claims: { aud: 'https://crm.example.com.evil.org' } }, 'another audience'],
    ['no audience', { claims: { aud: [] } }, 'another audience'],
    ['an audience that is this endpoint as well', { claims: { aud: [CRM.audience, RESOURCE] } }, 'other services too'],
    [
      'a second service as its audience',
      { claims: { aud: ['https://a.example.com', CRM.audience] } },
      'other services too',
    ],
    ['another person', { claims: { sub: 'sub-bob' } }, 'someone else'],
    ['no actor', { claims: { act: undefined } }, 'this tool acts'],
    ['another tool as the actor', { claims: { act: { sub: `${RESOURCE}#other` } } }, 'this tool acts'],
    ['an actor before this tool', { claims: { act: { sub: TOOL_ID, act: { sub: 'other' } } } }, 'an actor before'],
    ['no client', { ...BY_CLIENT }, 'this gateway acts'],
    ['another client', { ...BY_CLIENT, claims: { azp: 'other' } }, 'this gateway acts'],
    ['another client beside ours', { ...BY_CLIENT, claims: { azp: 'sallyport', client_id: 'other' } }, 'gateway acts'],
  ])('%s', async (_, change, rule) => {
    await expect(check(change)).rejects.toThrow(rule);
  });

  test('the caller’s own token, whatever it says (B8)', async () => {
    const token = await issue();
    const answer = { access_token: token, token_type: 'bearer', issued_token_type: ACCESS_TOKEN_TYPE, expires_in: 300 };
    const exchange = { ...exchangeOf({ subject: 'caller-token' }), callerToken: token };
    const judge = () =>
      checkIssuedToken({ ...answer, token_type: 'bearer' }, exchange, { resource: RESOURCE, now: () => NOW });
    expect(judge).toThrow('the caller’s own token came back');
  });
});
