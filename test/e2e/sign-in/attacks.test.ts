import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlayedBrowser } from '../../../infra/cli/played-browser.ts';
import { facadeIssuer } from '../../../shared/oauth-paths.ts';
import { startSignInFixture } from '../clients/sign-in-fixture.ts';
import type { Running } from '../local-mode.ts';
import {
  answerOf,
  ask,
  authorizationUrl,
  consentForm,
  consentPage,
  follow,
  newAttempt,
  REDIRECT,
  register,
  STATE,
  signInUpToCallback,
} from './attempt.ts';

/**
 * Attacks on the sign-in, through the whole stack: API Gateway, facade, state table, Cognito's stand-in.
 * Requirement B11; the attacks of the MCP security best practices, RFC 9700 §4 and CVE-2025-4143, -4144, CVE-2026-27124.
 */
let running: Running;
beforeAll(async () => {
  running = await startSignInFixture();
});
afterAll(() => running.close());

describe('where the answer goes (B11)', () => {
  test.each([
    ['another path', 'http://127.0.0.1:51997/elsewhere'],
    ['another host', 'https://attacker.example/callback'],
    ['a host that only begins alike', 'http://127.0.0.1.attacker.example/callback'],
    ['a user name before the host', 'http://127.0.0.1:51997@attacker.example/callback'],
    ['a path that climbs', 'http://127.0.0.1:51997/callback/../elsewhere'],
    ['a query that was not registered', 'http://127.0.0.1:51997/callback?next=https://attacker.example'],
    ['a fragment', 'http://127.0.0.1:51997/callback#'],
    ['script', 'javascript:alert(1)'],
  ])('a redirect address with %s is refused on a page, and nothing is sent to it', async (_, redirect_uri) => {
    const answer = await ask(newAttempt(running), { redirect_uri });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
    expect(await answer.text()).not.toContain('attacker.example');
  });

  test('an unknown client is never sent anywhere', async () => {
    for (const client_id of ['nobody', 'https://attacker.example/client.json', '']) {
      const answer = await ask(newAttempt(running), { client_id });
      expect(answer.status).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
    }
  });

  test('two redirect addresses in one request are none', async () => {
    const attempt = newAttempt(running);
    const url = authorizationUrl(attempt);
    url.searchParams.append('redirect_uri', 'https://attacker.example/callback');
    const answer = await attempt.browser.open(url);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  test('a registration cannot name a host that the deployment does not list', async () => {
    await expect(register(running, 'https://attacker.example/callback')).rejects.toThrow(/invalid_redirect_uri/);
  });
});

describe('consent (B11)', () => {
  test('it is asked for every time, also of a person who has just allowed the same client', async () => {
    const attempt = newAttempt(running);
    await answerOf(attempt);
    expect((await consentPage(attempt)).html).toContain('Allow');
  });

  test('the ticket of one client is refused for another', async () => {
    const victim = newAttempt(running);
    const attacker = { ...victim, clientId: await register(running) };
    const { action, fields } = consentForm(await consentPage(victim));
    fields.set('client_id', attacker.clientId);
    const answer = await victim.browser.open(action, fields);
    expect(answer.status).toBe(403);
    expect(answer.headers.get('location')).toBeNull();
  });

  test.each([
    ['redirect_uri', 'http://127.0.0.1:4444/callback'],
    ['scope', 'everything'],
    ['state', 'another'],
    ['code_challenge', 'A'.repeat(43)],
    ['ticket', 'A'.repeat(43)],
  ])('a form whose %s was changed is refused', async (name, value) => {
    const attempt = newAttempt(running);
    const { action, fields } = consentForm(await consentPage(attempt));
    fields.set(name, value);
    expect((await attempt.browser.open(action, fields)).status).toBe(403);
  });

  test('a form from another browser is refused: an attacker cannot consent for a victim (CSRF)', async () => {
    const { action, fields } = consentForm(await consentPage(newAttempt(running)));
    expect((await new PlayedBrowser().open(action, fields)).status).toBe(403);
  });

  test.each([
    ['origin', 'https://attacker.example'],
    ['sec-fetch-site', 'cross-site'],
    ['sec-fetch-site', 'same-site'],
  ])('a form that a browser says comes from elsewhere is refused (%s: %s)', async (name, value) => {
    const url = authorizationUrl(newAttempt(running));
    const shown = await fetch(url);
    const cookie = shown.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const { action, fields } = consentForm({ url, status: 200, html: await shown.text() });
    const post = (headers: Record<string, string>) =>
      fetch(action, { method: 'POST', redirect: 'manual', headers: { cookie, ...headers }, body: fields });
    expect((await post({ [name]: value })).status).toBe(403);
    expect((await post({ origin: url.origin, 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  test('a form serves once', async () => {
    const attempt = newAttempt(running);
    const { action, fields } = consentForm(await consentPage(attempt));
    expect((await attempt.browser.open(action, fields)).status).toBe(303);
    expect((await attempt.browser.open(action, fields)).status).toBe(403);
  });

  test('no page can be framed, stored or made to load anything', async () => {
    const { headers } = await ask(newAttempt(running));
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/);
  });
});

describe('the way back from the sign-in page (B11)', () => {
  test('a state works once', async () => {
    const attempt = newAttempt(running);
    const callback = await signInUpToCallback(attempt);
    expect((await attempt.browser.open(callback)).headers.get('location')).toContain('code=');
    const replayed = await attempt.browser.open(callback);
    expect(replayed.status).toBe(400);
    expect(replayed.headers.get('location')).toBeNull();
  });

  test('another browser cannot finish a sign-in: nobody is signed in as the attacker, or the attacker as somebody', async () => {
    const callback = await signInUpToCallback(newAttempt(running));
    const stolen = await new PlayedBrowser().open(callback);
    expect(stolen.status).toBe(400);
    expect(stolen.headers.get('location')).toBeNull();
  });

  test('a state nobody gave out is refused', async () => {
    const attempt = newAttempt(running);
    const callback = await signInUpToCallback(attempt);
    callback.searchParams.set('state', 'A'.repeat(43));
    expect((await attempt.browser.open(callback)).status).toBe(400);
  });

  test('iss stands in answers with a code and in answers with an error (RFC 9207)', async () => {
    const issuer = facadeIssuer(running.endpoint);
    const good = await answerOf(newAttempt(running));
    expect(Object.fromEntries(good)).toEqual({ code: expect.stringMatching(/./), state: STATE, iss: issuer });
    const bad = await ask(newAttempt(running), { response_type: 'token' });
    const { searchParams } = new URL(bad.headers.get('location') ?? '');
    expect(Object.fromEntries(searchParams)).toEqual({ error: 'unsupported_response_type', state: STATE, iss: issuer });
  });

  test('a person who refuses is sent back with access_denied, and no code was made', async () => {
    const attempt = newAttempt(running);
    const { action, fields } = consentForm(await consentPage(attempt));
    fields.set('decision', 'refuse');
    const { headers } = await attempt.browser.open(action, fields);
    const { searchParams } = new URL(headers.get('location') ?? '');
    expect(searchParams.get('error')).toBe('access_denied');
    expect(searchParams.has('code')).toBe(false);
  });
});

test('the pool itself sends codes nowhere but to the facade’s callback (B11)', async () => {
  const attempt = newAttempt(running);
  const { action, fields } = consentForm(await consentPage(attempt));
  const answer = await attempt.browser.open(action, fields);
  const pool = new URL(answer.headers.get('location') ?? '');
  pool.searchParams.set('redirect_uri', REDIRECT);
  const swapped = await attempt.browser.open(pool);
  await expect(follow(attempt.browser, pool, swapped, ({ href }) => href.startsWith(REDIRECT))).rejects.toThrow();
});
