import fc from 'fast-check';
import { expect, test } from 'vitest';
import { environmentProblem } from '../../../infra/tool/environment-rules.ts';

const SECRET_NAMES = [
  'DB_PASSWORD',
  'client_secret',
  'STRIPE_API_KEY',
  'ApiKey',
  'PRIVATE_KEY',
  'GITHUB_TOKEN',
  'TOKEN',
];

/** Assembled here, so that no scanner finds a credential in this file. */
const SECRET_VALUES = [
  ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' '),
  `AKIA${'A2B3'.repeat(4)}`,
  `ghp_${'a1'.repeat(18)}`,
  `sk_live_${'x9'.repeat(12)}`,
  `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(20)}`,
  `postgres://app:${'hunter'}@db/orders`,
];

test.each(SECRET_NAMES)('refuses a variable named %s (H1)', (name) => {
  expect(environmentProblem(name, 'x')).toBe('is named like a secret');
});

test.each(SECRET_VALUES)('refuses a value of a known secret form, whatever its name (H1)', (value) => {
  expect(environmentProblem('SETTING', value)).toBe('has a value that looks like a secret');
});

test.each(['{{resolve:secretsmanager:key}}', '{{resolve:ssm-secure:key}}', '{{ RESOLVE:ssm:x }}'])(
  'refuses the dynamic reference %s, wherever it stands (H1)',
  (reference) => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        expect(environmentProblem('SETTING', `${before}${reference}${after}`)).toBeDefined();
      }),
    );
  },
);

test.each([
  ['ORDERS_TABLE', 'SupportDesk-Orders-1A2B'],
  ['DB_PASSWORD_ARN', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:db'],
  ['TOKENIZER_MODE', 'words'],
  ['ENDPOINT', 'https://rates.example.com/v1'],
])('accepts %s, which names a thing and is none', (name, value) => {
  expect(environmentProblem(name, value)).toBeUndefined();
});
