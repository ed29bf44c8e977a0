import { describe, expect, test } from 'vitest';
import { consentTicket } from '../../../functions/oauth/consent-ticket.ts';
import { OAuthError } from '../../../functions/oauth/oauth-failure.ts';
import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { decide, goToPool, openPage, type Shown } from './fixture/sign-in.ts';
import {
  BASELINE,
  CHALLENGE,
  cookiesOf,
  DOCUMENT_ID,
  ISSUER,
  LOOPBACK_URI,
  locationOf,
  RESOURCE,
  SIGN_IN_URL,
  type TestFacade,
  testFacade,
  WEB_URI,
  WRITE_SCOPE,
} from './fixture/test-facade.ts';

test('sends a person who said yes to the pool, as the client’s app client and with its challenge (B11)', async () => {
  const facade = await testFacade();
  const { answer, toPool } = await goToPool(facade);
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.Location).toMatch(`${SIGN_IN_URL}/oauth2/authorize?`);
  expect(Object.fromEntries(toPool)).toEqual({
    client_id: 'desk',
    response_type: 'code',
    redirect_uri: `${ISSUER}/oauth/callback`,
    scope: BASELINE,
    state: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
});

test('names the resource to a pool that binds the audience by it (RFC 8707)', async () => {
  const { toPool } = await goToPool(await testFacade({ environment: { AUDIENCE_RULE: 'resource' } }));
  expect(toPool.get('resource')).toBe(RESOURCE);
});

test('admits a client only after the person said yes, and uses the app client it got (B11)', async () => {
  const facade = await testFacade();
  const shown = await openPage(facade, { client_id: DOCUMENT_ID, redirect_uri: WEB_URI });
  expect(facade.admitted).toEqual([]);
  const answer = await decide(facade, shown);
  expect(facade.admitted).toEqual([DOCUMENT_ID]);
  expect(locationOf(answer).searchParams.get('client_id')).toBe('app-of-document');
});

test('a state exists only after consent, and never in clear in the table (B11)', async () => {
  const facade = await testFacade();
  const shown = await openPage(facade);
  expect(await facade.state.items()).toEqual([]);
  const state = locationOf(await decide(facade, shown)).searchParams.get('state') ?? '';
  const [item] = await facade.state.items();
  expect(item?.key?.S).toMatch(/^sign-in#state#[0-9a-f]{64}$/);
  expect(JSON.stringify(item)).not.toContain(state);
});

test('the client’s own state does not go to the pool', async () => {
  const { toPool } = await goToPool(await testFacade(), { state: 'secret-of-client' });
  expect(`${toPool}`).not.toContain('secret-of-client');
});

test('tells the client when the person said no, and goes no further (RFC 9207)', async () => {
  const facade = await testFacade();
  const answer = await decide(facade, await openPage(facade), 'refuse');
  expect(Object.fromEntries(locationOf(answer).searchParams)).toEqual({
    error: 'access_denied',
    state: 'client-state',
    iss: ISSUER,
  });
  expect(facade.admitted).toEqual([]);
  expect(await facade.state.items()).toEqual([]);
});

test.each(['', 'Allow', 'yes'])('anything but the word of the button means no: %j (B11)', async (decision) => {
  const facade = await testFacade();
  expect(locationOf(await decide(facade, await openPage(facade), decision)).searchParams.get('error')).toBe(
    'access_denied',
  );
});

test('takes the cookie of the page away, whatever the decision was (B11)', async () => {
  const facade = await testFacade();
  for (const decision of ['allow', 'refuse']) {
    const shown = await openPage(facade);
    const { multiValueHeaders } = await decide(facade, shown, decision);
    const [name] = Object.keys(shown.cookies);
    expect(multiValueHeaders?.['Set-Cookie']).toContainEqual(
      `${name}=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0`,
    );
  }
});

/** Every refusal of a form: a page, no way on, nothing begun. */
async function expectRefused(facade: TestFacade, answer: Awaited<ReturnType<typeof decide>>): Promise<void> {
  expect(answer.statusCode).toBe(403);
  expect(answer.headers).not.toHaveProperty('Location');
  expect(facade.admitted).toEqual([]);
  expect(await facade.state.items()).toEqual([]);
}

describe('the consent for one thing serves no other (CVE-2026-27124, B11)', () => {
  test.each<[string, Record<string, string>]>([
    ['another client', { client_id: 'web' }],
    ['another client and its address', { client_id: 'web', redirect_uri: WEB_URI }],
    ['another address of the same client', { redirect_uri: 'cursor://app/callback' }],
    ['another port of the same address', { redirect_uri: 'http://127.0.0.1:6666/callback' }],
    ['more scopes', { scope: `${BASELINE} ${WRITE_SCOPE}` }],
    ['another challenge', { code_challenge: 'x'.repeat(43) }],
    ['another method', { code_challenge_method: 'plain' }],
    ['another state', { state: 'of-the-attacker' }],
    ['another response type', { response_type: 'token' }],
    ['no ticket', { ticket: '' }],
    ['a ticket of nothing', { ticket: 'A'.repeat(43) }],
  ])('%s', async (_, changes) => {
    const facade = await testFacade();
    const { page, fields, cookies } = await openPage(facade);
    await expectRefused(facade, await decide(facade, { page, fields: { ...fields, ...changes }, cookies }));
  });

  test('a page shown for another client', async () => {
    const facade = await testFacade();
    const own = await openPage(facade, { client_id: 'web', redirect_uri: WEB_URI });
    const other = await openPage(facade);
    const mixed: Shown = { ...other, fields: { ...other.fields, id: own.fields.id ?? '' }, cookies: own.cookies };
    await expectRefused(facade, await decide(facade, mixed));
  });

  test('a field sent twice', async () => {
    const facade = await testFacade();
    const { fields, cookies } = await openPage(facade);
    const form = { ...fields, client_id: ['desk', 'web'], decision: 'allow' };
    await expectRefused(facade, await facade.call('POST', OAuthPath.consent, { form, cookies }));
  });
});

describe('a foreign page cannot say yes in a person’s name (CSRF, B11)', () => {
  test('without the cookie', async () => {
    const facade = await testFacade();
    const shown = await openPage(facade);
    await expectRefused(facade, await decide(facade, { ...shown, cookies: {} }));
  });

  test('with a page of the attacker’s own, whose cookie this browser lacks', async () => {
    const facade = await testFacade();
    const attacker = await openPage(facade);
    const person = await openPage(facade);
    await expectRefused(facade, await decide(facade, { ...attacker, cookies: person.cookies }));
  });

  test('with a cookie planted under the name without prefix', async () => {
    const facade = await testFacade();
    const shown = await openPage(facade);
    const planted = Object.entries(shown.cookies).map(([name, value]) => [name.replace('__Host-', ''), value]);
    await expectRefused(facade, await decide(facade, { ...shown, cookies: Object.fromEntries(planted) }));
  });

  test('with a second cookie of the same name beside the true one', async () => {
    const facade = await testFacade();
    const { fields, cookies } = await openPage(facade);
    const [[name, key] = []] = Object.entries(cookies);
    const call = { form: { ...fields, decision: 'allow' }, cookies: `${name}=${'A'.repeat(43)}; ${name}=${key}` };
    await expectRefused(facade, await facade.call('POST', OAuthPath.consent, call));
  });

  test('with an empty cookie, by which anybody could make a ticket', async () => {
    const facade = await testFacade();
    const { fields, cookies } = await openPage(facade);
    const [name = ''] = Object.keys(cookies);
    const { id, ticket, ...rest } = fields;
    const form = { ...rest, id, ticket: consentTicket('', rest), decision: 'allow' };
    expect(ticket).not.toBe(form.ticket);
    await expectRefused(facade, await facade.call('POST', OAuthPath.consent, { form, cookies: { [name]: '' } }));
  });

  test.each<[string, Record<string, string>]>([
    ['from a foreign origin', { Origin: 'https://evil.example' }],
    ['from an origin that hides', { origin: 'null' }],
    ['from a neighbour below the same domain', { Origin: 'https://other.example.com' }],
    ['over plain http', { Origin: 'http://api.example.com' }],
    ['across sites', { 'Sec-Fetch-Site': 'cross-site' }],
    ['from a neighbouring site', { 'sec-fetch-site': 'same-site' }],
    ['by no page at all', { 'Sec-Fetch-Site': 'none' }],
    ['as plain text', { 'Content-Type': 'text/plain' }],
    ['as JSON', { 'Content-Type': 'application/json' }],
  ])('%s', async (_, headers) => {
    const facade = await testFacade();
    const { fields, cookies } = await openPage(facade);
    const form = { ...fields, decision: 'allow' };
    await expectRefused(facade, await facade.call('POST', OAuthPath.consent, { form, cookies, headers }));
  });

  test('while our own page may, as browsers describe it', async () => {
    const facade = await testFacade();
    const { fields, cookies } = await openPage(facade);
    const headers = { Origin: 'https://api.example.com', 'Sec-Fetch-Site': 'same-origin' };
    const call = { form: { ...fields, decision: 'allow' }, cookies, headers };
    expect((await facade.call('POST', OAuthPath.consent, call)).statusCode).toBe(303);
  });

  test('and a foreign form hears no more than that it was refused', async () => {
    const facade = await testFacade();
    const { body } = await decide(facade, { ...(await openPage(facade)), cookies: {} });
    expect(body).not.toContain('cookie');
    expect(body).not.toContain('desk');
  });
});

test('checks everything again when the form comes back: the client may be gone by then (B11)', async () => {
  const facade = await testFacade();
  const shown = await openPage(facade);
  const findClient = async () => {
    throw new OAuthError({ reason: 'client_unknown' });
  };
  const later = await testFacade({ parts: { findClient } });
  expect((await decide(later, shown)).statusCode).toBe(400);
});

test('an address the client gave up in between is not used (B11)', async () => {
  const facade = await testFacade();
  const shown = await openPage(facade);
  const findClient: TestFacade['parts']['findClient'] = async (clientId) => ({
    clientId,
    name: 'Desk',
    kind: 'template',
    appClientId: clientId,
    redirectUris: ['https://new.example/'],
  });
  const answer = await decide(await testFacade({ parts: { findClient } }), shown);
  expect(answer.statusCode).toBe(400);
  expect(answer.headers).not.toHaveProperty('Location');
});

test.each([
  ['quota_spent', 'temporarily_unavailable'],
  ['issuer_unreachable', 'temporarily_unavailable'],
  ['state_unreachable', 'temporarily_unavailable'],
  ['unexpected', 'server_error'],
] as const)('tells the client when it cannot be admitted: %s', async (reason, error) => {
  const admitClient = async () => {
    throw new OAuthError({ reason });
  };
  const facade = await testFacade({ parts: { admitClient } });
  const answer = await decide(facade, await openPage(facade));
  expect(`${locationOf(answer).origin}${locationOf(answer).pathname}`).toBe(LOOPBACK_URI);
  expect(locationOf(answer).searchParams.get('error')).toBe(error);
  expect(Object.keys(cookiesOf(answer))).toEqual([]);
});

test('a form far larger than any page makes is not read', async () => {
  const facade = await testFacade();
  const answer = await facade.call('POST', OAuthPath.consent, { form: `state=${'a'.repeat(40_000)}` });
  expect(answer.statusCode).toBe(413);
});
