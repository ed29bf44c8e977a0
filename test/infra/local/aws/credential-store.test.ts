import { expect, test } from 'vitest';
import { credentialStore, randomText } from '../../../../infra/local/aws/credential-store.ts';

const identity = {
  kind: 'session',
  account: '111122223333',
  identityArn: 'arn:aws:iam::111122223333:role/r',
  principalArn: 'arn:aws:sts::111122223333:assumed-role/r/s',
  userId: 'AROA:s',
  tags: {},
  transitiveTagKeys: [],
} as const;

test('issues ids of the form AWS gives temporary credentials', () => {
  const { credentials } = credentialStore(() => new Date(0)).issue(identity, 900);
  expect(credentials.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
  expect(credentials.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/);
  expect(credentials.expiration).toEqual(new Date(900_000));
});

test('tells an expired session from an unknown key for an hour, then forgets it', () => {
  let now = 0;
  const store = credentialStore(() => new Date(now));
  const { accessKeyId } = store.issue(identity, 900).credentials;
  now = 1_000_000;
  store.issue(identity, 900);
  expect(store.find(accessKeyId)).toBeDefined();
  now = 900_000 + 3_600_001;
  store.issue(identity, 900);
  expect(store.find(accessKeyId)).toBeUndefined();
  expect(store.find('toString')).toBeUndefined();
});

test('draws every character of an alphabet', () => {
  expect(new Set(randomText('abc', 200))).toEqual(new Set('abc'));
});
