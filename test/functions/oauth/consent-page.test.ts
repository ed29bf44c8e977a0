import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeRedirect } from '../../../functions/oauth/describe-redirect.ts';
import { openPage } from './fixture/sign-in.ts';
import {
  BASELINE,
  DOCUMENT_ID,
  RESOURCE,
  SCOPE_PREFIX,
  SIGN_IN_URL,
  testFacade,
  WEB_URI,
  WRITE_SCOPE,
} from './fixture/test-facade.ts';

async function show(changes: Record<string, string | undefined> = {}) {
  return (await openPage(await testFacade(), changes)).page;
}

const ofWeb = { client_id: 'web', redirect_uri: WEB_URI };
const ofDocument = { client_id: DOCUMENT_ID, redirect_uri: WEB_URI };
const ofSelfMade = { client_id: 'self-made', redirect_uri: 'http://localhost:4000/callback' };

test('says who asks, for which endpoint, where the answer goes and which tools it opens (B11)', async () => {
  const { body } = await show({ ...ofWeb, scope: `${BASELINE} ${WRITE_SCOPE}` });
  expect(body).toContain('<bdi>Web</bdi>');
  expect(body).toContain(RESOURCE);
  expect(body).toContain('<strong>web.example.org</strong>');
  expect(body).toContain('Look up one order (reads)');
  expect(body).toContain('Save a document (changes data)');
});

test('names no tool that the scopes asked for do not open (B11)', async () => {
  expect((await show(ofWeb)).body).not.toContain('Save a document');
});

test('warns when the answer stays on this computer, where any program can wait for it (AS5)', async () => {
  const local = await show();
  expect(local.body).toContain('a program on this computer (127.0.0.1:7777)');
  expect(local.body).toContain('Every program on this computer');
  expect((await show({ redirect_uri: 'cursor://app/callback' })).body).toContain('Every program on this computer');
  expect((await show(ofWeb)).body).not.toContain('class="warning"');
});

test('names the host of a client that describes itself (AS5)', async () => {
  expect((await show(ofDocument)).body).toContain('It describes itself at <strong>claims.example.org</strong>');
});

test('warns when the client chose its name itself (B11)', async () => {
  expect((await show(ofSelfMade)).body).toContain('It chose this name itself');
});

describe('text from outside stays text', () => {
  test('in the name of a client', async () => {
    const { body } = await show(ofSelfMade);
    expect(body).not.toContain('<script');
    expect(body).toContain('&#34;&#62;&#60;script&#62;');
  });

  test('in a name with markup', async () => {
    expect((await show(ofDocument)).body).toContain('Writer &#38; &#60;b&#62;Co&#60;/b&#62;');
  });

  test('in a state', async () => {
    const { body } = await show({ state: '"><script>alert(1)</script>' });
    expect(body).not.toContain('<script');
  });

  test('in a scope, which is refused before it is shown', async () => {
    const { statusCode, body } = await show({ scope: `${SCOPE_PREFIX}<script>` });
    expect([statusCode, body]).toEqual([303, '']);
  });
});

describe('the policy of the page', () => {
  const policyOf = async (changes: Record<string, string> = {}) =>
    (await show(changes)).headers['Content-Security-Policy'] ?? '';

  test('lets nothing load, frame it, or move its links', async () => {
    const policy = await policyOf();
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
  });

  test('lets the form lead to the pool and to the client, and nowhere else', async () => {
    expect(await policyOf(ofWeb)).toContain(`form-action 'self' ${SIGN_IN_URL} https://web.example.org;`);
    expect(await policyOf()).toContain(`form-action 'self' ${SIGN_IN_URL} http://127.0.0.1:7777;`);
    expect(await policyOf({ redirect_uri: 'cursor://app/callback' })).toContain(
      `form-action 'self' ${SIGN_IN_URL} cursor:;`,
    );
  });

  test('allows exactly the style of the page by its hash', async () => {
    const { body, headers } = await show();
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(body) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}'`);
  });

  test('goes with headers that keep the page out of frames, caches and guesses', async () => {
    expect((await show()).headers).toMatchObject({
      'X-Frame-Options': 'DENY',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    });
  });
});

test.each([
  ['http://[::1]:80/a', 'http:'],
  ["https://a;sandbox/'", 'https:'],
  ['https://ok.example:8443/a', 'https://ok.example:8443'],
  ['com.example.app:/a', 'com.example.app:'],
])('a host that could end a directive of the policy is left out of it: %s', (uri, source) => {
  expect(describeRedirect(uri).source).toBe(source);
});

test('the page needs no script, no asset, and nothing but a keyboard', async () => {
  const { body } = await show();
  expect(body).toContain('<html lang="en">');
  expect(body.match(/<h1>/g)).toHaveLength(1);
  expect(body).not.toMatch(/<script|<img|<link|autofocus|tabindex| on\w+=|https?:\/\/[^"<]*\.(css|js)/);
  expect(body.match(/<button[^>]*>[^<]+/g)).toEqual([
    '<button name="decision" value="allow">Allow',
    '<button name="decision" value="refuse">Refuse',
  ]);
  expect(body).toContain(':focus-visible');
  expect(body).toContain('color-scheme: light dark');
});
