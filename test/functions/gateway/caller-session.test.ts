import { expect, test } from 'vitest';
import { callerSession } from '../../../functions/gateway/caller-session.ts';
import { fakeSts, type Sent } from './fixture/fake-client.ts';
import { ALICE } from './fixture/test-gateway.ts';

const GOOD = { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(900_000) };

function borrow(answer: () => unknown, sent: Sent[] = []) {
  return callerSession({
    sts: fakeSts(sent, answer),
    rolePrefix: 'arn:aws:iam::111122223333:role/sallyport/desk/',
    gateway: 'desk',
    tool: 'list_orders',
    caller: { ...ALICE, id: 'a'.repeat(64) },
    signal: new AbortController().signal,
  });
}

test('names the whole caller in session, source identity and tag, within what STS takes (B9)', async () => {
  const sent: Sent[] = [];
  await borrow(() => ({ Credentials: GOOD }), sent);
  const { RoleSessionName, SourceIdentity, Tags, Policy } = sent[0]?.input ?? {};
  expect([RoleSessionName, SourceIdentity, Tags[0].Value]).toEqual(Array(3).fill('a'.repeat(64)));
  expect(Policy).toBeUndefined();
});

test('asks STS for every call: nothing is kept for the next (D5)', async () => {
  const sent: Sent[] = [];
  let number = 0;
  const answer = () => ({ Credentials: { ...GOOD, SessionToken: `t${++number}` } });
  const [first, second] = [await borrow(answer, sent), await borrow(answer, sent)];
  expect([first.sessionToken, second.sessionToken]).toEqual(['t1', 't2']);
  expect(sent).toHaveLength(2);
});

test.each([
  ['no credentials', {}],
  ['an empty key id', { Credentials: { ...GOOD, AccessKeyId: '' } }],
  ['no secret', { Credentials: { ...GOOD, SecretAccessKey: undefined } }],
  ['no session token: a key that never ends', { Credentials: { ...GOOD, SessionToken: undefined } }],
  ['no expiration', { Credentials: { ...GOOD, Expiration: undefined } }],
  ['an expiration that is no time', { Credentials: { ...GOOD, Expiration: new Date(Number.NaN) } }],
])('refuses to lend when STS answers with %s (D5)', async (_, answer) => {
  await expect(borrow(() => answer)).rejects.toMatchObject({ failure: { reason: 'loan_refused' } });
});

test('refuses to lend when STS does not answer', async () => {
  await expect(borrow(() => Promise.reject(new Error('down')))).rejects.toMatchObject({
    failure: { reason: 'loan_refused' },
  });
});
