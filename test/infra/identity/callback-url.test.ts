import { expect, test } from 'vitest';
import { checkCallbackUrl } from '../../../infra/identity/callback-url.ts';

test.each([
  'https://app.example.com/oauth/callback',
  'https://app.example.com',
  'http://localhost/callback',
  'http://127.0.0.1:8765/callback',
  'http://[::1]/callback',
])('codes may be sent to %s', (url) => {
  expect(() => checkCallbackUrl('Pool', url)).not.toThrow();
});

test.each([
  'http://app.example.com/callback',
  'http://localhost.evil.example/callback',
  'http://127.0.0.1@evil.example/callback',
  'https://*.example.com/callback',
  'https://app.example.com/*',
  'https://app.example.com/callback#token',
  'javascript:alert(1)',
  '',
])('codes may not be sent to %j (B11)', (url) => {
  expect(() => checkCallbackUrl('Pool', url)).toThrow('a callback URL is https, or http on the loopback, and exact');
});
