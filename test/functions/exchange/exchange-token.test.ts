import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exchangeToken } from '../../../functions/exchange/exchange-token.ts';
import { logFailure } from '../../../functions/gateway/log-failure.ts';
import { CallError } from '../../../shared/call-failure.ts';
import {
  CALLER_TOKEN,
  CLIENT_SECRET,
  CRM,
  exchangeOf,
  GOOD_CLAIMS,
  ISSUER,
  NOW,
  RESOURCE,
  readAssertion,
  SECONDS,
  TOOL,
  testIssuer,
} from './fixture/test-issuer.ts';

const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:crm';

describe('an exchange by RFC 8693', () => {
  test('says who calls and who acts, for which service, and asks for no more than the downstream says (B9)', async () => {
    const { parts, asked, form } = testIssuer();
    const lent = await exchangeToken(exchangeOf(), parts);
    expect(lent).toEqual({ accessToken: expect.any(String), expiration: '2026-01-01T00:05:00.000Z' });
    expect(form()).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      actor_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      audience: CRM.audience,
      scope: 'customers.read',
    });
    expect(asked.map(({ url, method, redirect }) => [url, method, redirect])).toEqual([
      ['https://login.crm.example.com/.well-known/oauth-authorization-server/realms/crm', 'GET', 'error'],
      [`${ISSUER}/token`, 'POST', 'error'],
    ]);
  });

  test('vouches for the caller by an assertion of its own: for this issuer, for a minute, once (B9)', async () => {
    const { parts, form } = testIssuer();
    await exchangeToken(exchangeOf(), parts);
    const { payload, protectedHeader } = await readAssertion(form()?.subject_token);
    expect(payload).toEqual({
      iss: RESOURCE,
      sub: 'sub-alice',
      aud: ISSUER,
      client_id: 'desk-client',
      iat: SECONDS,
      nbf: SECONDS,
      exp: SECONDS + 60,
      jti: expect.stringMatching(/^id-\d$/),
    });
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: expect.stringMatching(/^[\w-]{43}$/) });
  });

  test('names this tool of this endpoint as the actor, in another assertion (B9)', async () => {
    const { parts, form } = testIssuer();
    await exchangeToken(exchangeOf(), parts);
    const { payload: subject } = await readAssertion(form()?.subject_token);
    const { payload: actor } = await readAssertion(form()?.actor_token);
    expect(actor).toMatchObject({ iss: RESOURCE, sub: `${RESOURCE}#${TOOL}`, aud: ISSUER });
    expect(actor.client_id).toBeUndefined();
    expect(actor.jti).not.toBe(subject.jti);
  });

  test('sends no actor where the issued token names the client', async () => {
    const { act: _, ...claims } = GOOD_CLAIMS;
    const { parts, form } = testIssuer({ claims: { ...claims, azp: 'sallyport' } });
    await exchangeToken(exchangeOf({ actor: 'client' }), parts);
    expect(Object.keys(form() ?? {}).filter((name) => name.startsWith('actor'))).toEqual([]);
  });

  test('never shows the caller’s token where the gateway vouches for the caller (B8)', async () => {
    const { parts, asked } = testIssuer();
    await exchangeToken(exchangeOf(), parts);
    expect(JSON.stringify(asked)).not.toContain(CALLER_TOKEN);
  });
});

describe('the caller’s own token', () => {
  const claims = { ...GOOD_CLAIMS, sub: 'another-name-of-alice' };

  test('is shown to the issuer it came from, where the downstream says so (B8)', async () => {
    const { parts, form } = testIssuer({ claims });
    await exchangeToken(exchangeOf({ subject: 'caller-token' }), parts);
    expect(form()).toMatchObject({
      subject_token: CALLER_TOKEN,
      subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
  });

  test.each([
    ['the token is of another issuer', `${ISSUER}/`, CALLER_TOKEN],
    ['the token is of an issuer whose name begins alike', `${ISSUER}.example.org`, CALLER_TOKEN],
    ['the request held none', ISSUER, undefined],
  ])('is not shown, and nobody is asked, when %s (B8)', async (_, callerIssuer, token) => {
    const { parts, asked } = testIssuer({ claims, callerIssuer });
    const exchange = { ...exchangeOf({ subject: 'caller-token' }), callerToken: token };
    await expect(exchangeToken(exchange, parts)).rejects.toThrow(/caller/);
    expect(asked).toEqual([]);
  });
});

test('an exchange on behalf of the caller has the form of RFC 7523 that Entra speaks (B9)', async () => {
  const { act: _, scope: _scope, ...claims } = GOOD_CLAIMS;
  const { parts, form } = testIssuer({
    claims: { ...claims, scp: 'customers.read', azp: 'sallyport' },
    answer: { issued_token_type: undefined },
  });
  const scopes = ['api://crm/customers.read'];
  await exchangeToken(exchangeOf({ grant: 'on-behalf-of', actor: 'client', scopes }), parts);
  expect(form()).toMatchObject({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    resource: GOOD_CLAIMS.aud,
    scope: 'api://crm/customers.read',
  });
  expect((await readAssertion(form()?.assertion)).payload.sub).toBe('sub-alice');
  expect(form()?.subject_token).toBeUndefined();
});

describe('the gateway proves who it is', () => {
  test('by its own key: an assertion about its client, for this issuer (RFC 7523 §2.2)', async () => {
    const { parts, asked, form } = testIssuer();
    await exchangeToken(exchangeOf(), parts);
    expect(form()).toMatchObject({
      client_id: 'sallyport',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    });
    const { payload } = await readAssertion(form()?.client_assertion);
    expect(payload).toMatchObject({ iss: 'sallyport', sub: 'sallyport', exp: SECONDS + 60, jti: expect.any(String) });
    expect(asked.at(-1)?.authorization).toBeUndefined();
  });

  test('by its client’s secret, read anew for every exchange (H2)', async () => {
    const { parts, asked, secretsRead, form } = testIssuer();
    const exchange = exchangeOf({ clientSecretArn: SECRET_ARN });
    await exchangeToken(exchange, parts);
    await exchangeToken(exchange, parts);
    const [user, password] = Buffer.from(asked.at(-1)?.authorization?.slice('Basic '.length) ?? '', 'base64')
      .toString()
      .split(':');
    expect([user, decodeURIComponent(password ?? '')]).toEqual(['sallyport', CLIENT_SECRET]);
    expect(form()?.client_assertion).toBeUndefined();
    expect(secretsRead).toEqual([SECRET_ARN, SECRET_ARN]);
  });
});

describe('nothing is lent', () => {
  test.each([
    ['the issuer refuses', { status: 400, answer: { error: 'invalid_grant', error_description: CALLER_TOKEN } }],
    ['the issuer quotes what it was sent', { status: 400, answer: { error: CALLER_TOKEN } }],
    ['the answer holds no token', { answer: { access_token: undefined } }],
    ['the token must be proven by a key', { answer: { token_type: 'DPoP' } }],
    ['the answer is no token type we know', { answer: { token_type: 'mac', more: CALLER_TOKEN } }],
    ['the life is a word', { answer: { expires_in: CALLER_TOKEN } }],
    ['the scopes are a list', { answer: { scope: [CALLER_TOKEN] } }],
    ['an ID token comes with it that is none', { answer: { id_token: CALLER_TOKEN } }],
    ['a claim has another form', { claims: { ...GOOD_CLAIMS, act: { sub: 7, was: CALLER_TOKEN } } }],
    ['the token is opaque', { answer: { access_token: CALLER_TOKEN.replaceAll('.', '-') } }],
    ['the answer is larger than any token', { answer: { more: 'x'.repeat(70_000) } }],
    ['the issuer fails', { status: 500 }],
    ['the issuer sends elsewhere', { status: 302 }],
    ['the metadata are of another issuer', { metadata: { issuer: 'https://evil.example.org' } }],
  ])('when %s, and the log holds nothing that was sent or said (B8, B9)', async (_, options) => {
    const { parts } = testIssuer(options);
    const error = await exchangeToken(exchangeOf({ clientSecretArn: SECRET_ARN }), parts).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const lines: string[] = [];
    const failure = new CallError({ reason: 'token_refused', downstream: 'crm' }, { cause: error });
    logFailure((line) => lines.push(line), 'call-1', failure);
    expect(lines.join()).toContain('"reason":"token_refused"');
    expect(lines.join()).not.toMatch(/marker/);
  });

  test('when the issuer refuses, and its code is in the log for the operator', async () => {
    const { parts } = testIssuer({ status: 400, answer: { error: 'invalid_grant' } });
    await expect(exchangeToken(exchangeOf(), parts)).rejects.toThrow('the issuer refused: invalid_grant');
  });

  test('when the call has ended meanwhile (D6)', async () => {
    const { parts, asked } = testIssuer();
    const waiting = {
      ...parts,
      fetch: neverAnswers,
      findIssuer: async () => ({ issuer: ISSUER, token_endpoint: ISSUER }),
    };
    const exchange = { ...exchangeOf(), signal: AbortSignal.timeout(50) };
    await expect(exchangeToken(exchange, waiting)).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

const neverAnswers: typeof fetch = (_, options) =>
  new Promise((_resolve, reject) => {
    options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
  });

const SCOPES = ['read', 'write', 'delete', 'admin'];
const places = ['claim', 'answer', 'both'] as const;

test('a token is lent if and only if its scopes are among those that were asked for, wherever it says them (B9)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.subarray(SCOPES, { minLength: 1 }),
      fc.subarray(SCOPES),
      fc.constantFrom('scope', 'scp'),
      fc.constantFrom(...places),
      async (asked, issued, name, place) => {
        const { scope: _, ...claims } = GOOD_CLAIMS;
        const { parts } = testIssuer({
          claims: place === 'answer' ? claims : { ...claims, [name]: issued.join(' ') },
          answer: place === 'claim' ? {} : { scope: issued.join(' ') },
        });
        const outcome = await exchangeToken(exchangeOf({ scopes: asked }), parts).then(
          () => 'lent',
          () => 'refused',
        );
        expect(outcome).toBe(issued.every((scope) => asked.includes(scope)) ? 'lent' : 'refused');
      },
    ),
    { numRuns: 150 },
  );
});

test('an expiration is the earlier of what the answer and the token say', async () => {
  const { parts } = testIssuer({ answer: { expires_in: 60 } });
  const { expiration } = await exchangeToken(exchangeOf(), parts);
  expect(new Date(expiration).getTime() - NOW.getTime()).toBe(60_000);
});
