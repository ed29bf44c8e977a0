import fc from 'fast-check';
import { expect, test } from 'vitest';
import { secretIn } from '../../infra/secret-forms.ts';

/** Assembled here, so that no scanner finds a credential in this file. */
const SECRETS = [
  ['a private key', `${['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ')}\\n${'MIIE'.repeat(12)}`],
  ['a private key', `${['-----BEGIN', 'PRIVATE KEY-----'].join(' ')}\n${'MIIE'.repeat(12)}`],
  ['an AWS access key id', `AKIA${'A2B3'.repeat(4)}`],
  ['a GitHub token', `ghp_${'a1'.repeat(18)}`],
  ['a GitHub token', `github_pat_${'a1'.repeat(18)}`],
  ['a Slack token', `xoxb-${'12'.repeat(8)}`],
  ['an API key', `sk_live_${'x9'.repeat(12)}`],
  ['a JSON Web Token', `eyJ${'a'.repeat(12)}.eyJ${'b'.repeat(12)}.${'c'.repeat(20)}`],
] as const;

test.each(SECRETS)('finds %s wherever it stands (H1)', (kind, secret) => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      expect(secretIn(`${before} "${secret}" ${after}`)).toBeDefined();
    }),
  );
  expect(secretIn(`const key = '${secret}';`)).toBe(kind);
});

test.each([
  [
    'the words that code writes around a key',
    'return `-----BEGIN PRIVATE KEY-----\\n${body}\\n-----END PRIVATE KEY-----`',
  ],
  ['a key that is public', ['-----BEGIN', 'PUBLIC KEY-----'].join(' ') + 'MIIE'.repeat(12)],
  ['an ARN', 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:rates-key-AbCdEf'],
  ['a hash', 'sha512-'.concat('q1'.repeat(40))],
  ['words of code', 'risk_test_something_entirely_different'],
])('lets %s pass', (_, text) => {
  expect(secretIn(text)).toBeUndefined();
});
