import { expect, test } from 'vitest';
import { isOwnForm } from '../../../functions/web/is-own-form.ts';

const RESOURCE = 'https://api.example.com/prod/mcp';

test.each([
  [{}, true],
  [{ origin: 'https://api.example.com' }, true],
  [{ origin: 'https://api.example.com', 'sec-fetch-site': 'same-origin' }, true],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ origin: 'https://api.example.com', 'sec-fetch-site': 'cross-site' }, false],
])('a form that the browser describes as %j: own is %s (B11)', (headers, own) => {
  expect(isOwnForm({ headers: new Headers(headers) }, RESOURCE)).toBe(own);
});
