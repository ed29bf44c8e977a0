import { describe, expect, test } from 'vitest';
import { handler } from '../../../functions/oauth/handler.ts';
import { OAuthError } from '../../../functions/oauth/oauth-failure.ts';
import { serveOAuth } from '../../../functions/oauth/serve-oauth.ts';
import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { comeBack, decide, openPage } from './fixture/sign-in.ts';
import { facadeEvent, LOOPBACK_URI, REQUEST, testFacade, VERIFIER } from './fixture/test-facade.ts';

describe('there is nothing', () => {
  test.each([
    ['POST', OAuthPath.authorize],
    ['GET', OAuthPath.consent],
    ['POST', OAuthPath.callback],
    ['GET', OAuthPath.token],
    ['POST', '/oauth/other'],
    ['HEAD', OAuthPath.authorize],
  ])('at %s %s', async (method, path) => {
    const answer = await (await testFacade()).call(method, path, { query: REQUEST });
    expect([answer.statusCode, answer.body]).toEqual([404, '{"error":"not_found"}']);
  });

  test('to register at unless the deployment opened it', async () => {
    const answer = await (await testFacade()).call('POST', OAuthPath.registration, { form: '{}' });
    expect([answer.statusCode, answer.body]).toEqual([404, '{"error":"not_found"}']);
  });
});

describe('registration, where it is on (RFC 7591)', () => {
  const environment = { REGISTRATION: 'on' } as const;
  const headers = { 'Content-Type': 'application/json' };

  test('hands the text on and answers 201 with what the client became', async () => {
    const texts: string[] = [];
    const registerClient = async (text: string) => {
      texts.push(text);
      return { ...REGISTERED, client_id: 'new' };
    };
    const facade = await testFacade({ environment, parts: { registerClient } });
    const answer = await facade.call('POST', OAuthPath.registration, { form: '{"a":1}', headers });
    expect([answer.statusCode, JSON.parse(answer.body).client_id]).toEqual([201, 'new']);
    expect(answer.headers['Cache-Control']).toBe('no-store');
    expect(texts).toEqual(['{"a":1}']);
  });

  test('takes JSON only, which no foreign page can send unasked', async () => {
    const facade = await testFacade({ environment });
    const answer = await facade.call('POST', OAuthPath.registration, { form: '{}' });
    expect([answer.statusCode, answer.body]).toEqual([400, '{"error":"invalid_client_metadata"}']);
  });

  test.each<[OAuthError['failure'], number, string]>([
    [{ reason: 'registration_refused', error: 'invalid_redirect_uri', rule: 'r' }, 400, 'invalid_redirect_uri'],
    [{ reason: 'quota_spent' }, 429, 'temporarily_unavailable'],
    [{ reason: 'too_large' }, 413, 'invalid_request'],
    [{ reason: 'issuer_unreachable' }, 503, 'temporarily_unavailable'],
  ])('answers %j with %i %s', async (failure, statusCode, error) => {
    const registerClient = async () => {
      throw new OAuthError(failure);
    };
    const facade = await testFacade({ environment, parts: { registerClient } });
    const answer = await facade.call('POST', OAuthPath.registration, { form: '{}', headers });
    expect([answer.statusCode, answer.body]).toEqual([statusCode, JSON.stringify({ error })]);
  });

  const REGISTERED = {
    client_id: 'id',
    client_id_issued_at: 0,
    client_name: 'name',
    redirect_uris: [],
    grant_types: [],
    response_types: [],
    token_endpoint_auth_method: 'none',
    scope: '',
  } as const;
});

describe('whatever happens becomes a plain answer', () => {
  test.each([
    ['is none', undefined],
    ['lacks its parts', {}],
    ['has a header no message can have', { ...facadeEvent('GET', '/'), multiValueHeaders: { 'a b': ['c'] } }],
  ])('when the event %s', async (_, event) => {
    const { parts, lines } = await testFacade();
    const answer = await serveOAuth(event, parts);
    expect([answer.statusCode, answer.body]).toEqual([500, '{"error":"server_error"}']);
    expect(lines).toHaveLength(1);
  });

  test('when something breaks that nobody thought of: a person gets a page with the id of the request', async () => {
    const findClient = async () => {
      throw new Error('at arn:aws:dynamodb:eu-west-1:123:table/x');
    };
    const { call, lines } = await testFacade({ parts: { findClient } });
    const answer = await call('GET', OAuthPath.authorize, { query: REQUEST });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).toContain('<code>request-1</code>');
    expect(answer.body).not.toContain('arn:');
    expect(answer.headers['Content-Security-Policy']).toContain("form-action 'none'");
    expect(lines.join()).not.toContain('arn:');
  });

  test('and a function that is not configured serves nobody', async () => {
    await expect(handler(facadeEvent('GET', OAuthPath.authorize))).rejects.toThrow();
  });
});

test('headers and cookies count in any case, and from several Cookie headers', async () => {
  const facade = await testFacade();
  const { fields, cookies } = await openPage(facade);
  const [[name, key] = []] = Object.entries(cookies);
  const event = {
    ...facadeEvent('POST', OAuthPath.consent, { form: { ...fields, decision: 'allow' } }),
    multiValueHeaders: {
      'content-type': ['application/x-www-form-urlencoded'],
      cOOkie: ['other=1', `more=2;${name}=${key}`],
    },
  };
  expect((await serveOAuth(event, facade.parts)).statusCode).toBe(303);
});

test('a body in base64 is read as what it is', async () => {
  const facade = await testFacade();
  const { fields, cookies } = await openPage(facade);
  const event = facadeEvent('POST', OAuthPath.consent, { form: { ...fields, decision: 'allow' }, cookies });
  const body = Buffer.from(`${Object(event).body}`).toString('base64');
  expect((await serveOAuth({ ...event, body, isBase64Encoded: true }, facade.parts)).statusCode).toBe(303);
});

test('the log has reasons and request ids, and no code, token, state, verifier or cookie (B8)', async () => {
  const pool = () => Response.json({ access_token: 'secret-access' });
  const facade = await testFacade({ pool });
  const { query, cookies } = await comeBack(facade, { state: 'secret-client-state' }, 'secret-code');
  await facade.call('GET', OAuthPath.callback, { query, cookies });
  const form = {
    grant_type: 'authorization_code',
    client_id: 'desk',
    code: 'secret-code',
    code_verifier: VERIFIER,
    redirect_uri: LOOPBACK_URI,
  };
  for (const code of ['secret-code', 'secret-code'])
    await facade.call('POST', OAuthPath.token, { form: { ...form, code } });
  const shown = await openPage(facade);
  await decide(facade, { ...shown, fields: { ...shown.fields, ticket: 'secret-ticket' } });
  await decide(facade, shown, 'refuse');
  const lines = facade.lines.map((line) => JSON.parse(line));
  expect(lines.map(({ id, level, reason }) => [id, level, reason])).toEqual([
    ['request-1', 'info', 'sign_in_expired'],
    ['request-1', 'error', 'issuer_unreachable'],
    ['request-1', 'info', 'grant_refused'],
    ['request-1', 'info', 'form_refused'],
    ['request-1', 'info', 'sign_in_refused'],
  ]);
  const secrets = ['secret', VERIFIER, query.state, ...Object.values(cookies), ...Object.values(shown.cookies)];
  for (const secret of secrets) expect(facade.lines.join()).not.toContain(secret);
});
