import { expect, test } from 'vitest';
import { issuerFinder } from '../../../functions/exchange/find-issuer.ts';

const ISSUER = 'https://login.example.com/tenant';
const SIGNAL = new AbortController().signal;
const GOOD = { issuer: ISSUER, token_endpoint: `${ISSUER}/token` };

function finder(answer: (url: string) => Response | Promise<Response>) {
  const urls: string[] = [];
  let time = 0;
  const fetch: typeof globalThis.fetch = async (url, options) => {
    urls.push(String(url));
    expect(options?.redirect).toBe('error');
    return answer(String(url));
  };
  const find = issuerFinder({ fetch, now: () => new Date(time) });
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  return { find: (issuer = ISSUER) => find(issuer, SIGNAL), urls, advance };
}

test('reads the metadata of RFC 8414, once in five minutes', async () => {
  const { find, urls, advance } = finder(() => Response.json(GOOD));
  expect(await find()).toMatchObject(GOOD);
  advance(299_999);
  await find();
  expect(urls).toEqual(['https://login.example.com/.well-known/oauth-authorization-server/tenant']);
  advance(1);
  await find();
  expect(urls).toHaveLength(2);
});

test('reads those of OpenID Connect where an issuer has no others', async () => {
  const { find, urls } = finder((url) =>
    url.endsWith('openid-configuration') ? Response.json(GOOD) : new Response('', { status: 404 }),
  );
  expect(await find()).toMatchObject(GOOD);
  expect(urls[1]).toBe('https://login.example.com/tenant/.well-known/openid-configuration');
});

test.each<[string, () => Response | Promise<Response>]>([
  ['cannot be reached', () => Promise.reject(new TypeError('fetch failed'))],
  ['has none', () => new Response('', { status: 404 })],
  ['speaks for another', () => Response.json({ ...GOOD, issuer: 'https://login.example.com/other' })],
  ['names itself with a slash more', () => Response.json({ ...GOOD, issuer: `${ISSUER}/` })],
  ['names no token endpoint', () => Response.json({ issuer: ISSUER })],
  [
    'names a token endpoint without TLS',
    () => Response.json({ ...GOOD, token_endpoint: 'http://login.example.com/t' }),
  ],
  ['names one on this machine', () => Response.json({ ...GOOD, token_endpoint: 'http://127.0.0.1/t' })],
  ['names one that is no URL', () => Response.json({ ...GOOD, token_endpoint: '/token' })],
  ['says more than metadata', () => Response.json({ ...GOOD, more: 'x'.repeat(70_000) })],
  ['says no JSON', () => new Response('<html>', { headers: { 'content-type': 'application/json' } })],
])('an issuer that %s is refused, and asked again by the next call (C1)', async (_, answer) => {
  const { find, urls } = finder(answer);
  await expect(find()).rejects.toThrow();
  const before = urls.length;
  await expect(find()).rejects.toThrow();
  expect(urls.length).toBe(2 * before);
});

test('the same text is asked for where two URLs are one (RFC 8414 §3.3)', async () => {
  const { find } = finder(() => Response.json({ ...GOOD, issuer: 'https://login.example.com/' }));
  await expect(find('https://login.example.com')).rejects.toThrow('the metadata are of another issuer');
});

test('metadata that became too old are not used when they cannot be read again (C1)', async () => {
  let gone = false;
  const { find, advance } = finder(() => (gone ? new Response('', { status: 503 }) : Response.json(GOOD)));
  await find();
  gone = true;
  advance(300_000);
  await expect(find()).rejects.toThrow();
});

test('an issuer is asked without TLS on this machine only, as in local mode', async () => {
  const local = 'http://127.0.0.1:9';
  const { find, urls } = finder(() => Response.json({ issuer: local, token_endpoint: `${local}/token` }));
  expect(await find(local)).toMatchObject({ issuer: local });
  const before = urls.length;
  await expect(find('http://login.example.com')).rejects.toThrow();
  expect(urls.length).toBe(before);
});

test('an issuer that does not answer is not waited for past the end of the call (D6)', async () => {
  const fetch: typeof globalThis.fetch = (_, options) =>
    new Promise((_resolve, reject) => {
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason));
    });
  const find = issuerFinder({ fetch, now: () => new Date(0) });
  await expect(find(ISSUER, AbortSignal.timeout(20))).rejects.toThrow();
});
