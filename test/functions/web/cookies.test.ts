import { expect, test } from 'vitest';
import { clearCookie, cookieRules, readCookie, setCookie } from '../../../functions/web/cookies.ts';

const https = cookieRules('https://api.example.com/prod/mcp');
const local = cookieRules('http://127.0.0.1:3000/mcp');

test('over https a cookie is bound to this host and to https by its very name (B11)', () => {
  expect(setCookie(https, 'a', 'b')).toBe('__Host-a=b; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=600');
});

test('on the loopback, where browsers take no such name, it goes without', () => {
  expect(setCookie(local, 'a', 'b')).toBe('a=b; Path=/; HttpOnly; SameSite=Lax; Max-Age=600');
});

test('whatever is not plain http counts as https', () => {
  expect(cookieRules('HTTPS://API.EXAMPLE.COM/mcp').prefix).toBe('__Host-');
});

test('a cookie is cleared under the same rules, or browsers would keep it', () => {
  expect(clearCookie(https, 'a')).toBe('__Host-a=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0');
});

test('over https a name without the prefix is not read: anybody could have planted it (B11)', () => {
  expect(readCookie(https, [['a', 'planted']], 'a')).toBeUndefined();
  expect(readCookie(https, [['__host-a', 'planted']], 'a')).toBeUndefined();
  expect(readCookie(https, [['__Host-a', 'true']], 'a')).toBe('true');
});

test('of two cookies of one name neither is read (B11)', () => {
  const twice = [
    ['__Host-a', '1'],
    ['__Host-a', '2'],
  ] as const;
  expect(readCookie(https, twice, 'a')).toBeUndefined();
});
