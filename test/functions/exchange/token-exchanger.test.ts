import { expect, test } from 'vitest';
import { tokenExchanger } from '../../../functions/exchange/token-exchanger.ts';
import { exchangeOf, ISSUER, NOW, RESOURCE } from './fixture/test-issuer.ts';

function exchanger(issuer: string) {
  const urls: string[] = [];
  const fetch: typeof globalThis.fetch = async (url) => {
    urls.push(String(url));
    return new Response('', { status: 503 });
  };
  const environment = { RESOURCE, ISSUER: issuer };
  return { exchange: tokenExchanger({ environment, fetch, now: () => NOW, randomUUID: () => 'id' }), urls };
}

test('the issuer of the environment is the one that may see a caller’s token (B8)', async () => {
  const elsewhere = exchanger('https://login.example.com');
  await expect(elsewhere.exchange(exchangeOf({ subject: 'caller-token' }))).rejects.toThrow('its own issuer only');
  expect(elsewhere.urls).toEqual([]);
  const here = exchanger(ISSUER);
  const exchange = exchangeOf({ subject: 'caller-token', actor: 'client' });
  await expect(here.exchange(exchange)).rejects.toThrow('Authorization Server Metadata');
  expect(here.urls).toHaveLength(2);
});

test('a gateway without a key vouches for nobody (C1)', async () => {
  const { exchange, urls } = exchanger(ISSUER);
  await expect(exchange(exchangeOf())).rejects.toThrow('no key to sign with');
  expect(urls).toEqual([]);
});
