import { PackedPolicyTooLargeException } from '@aws-sdk/client-sts';
import { expect, test } from 'vitest';
import { callerSession } from '../../../functions/gateway/caller-session.ts';
import { fakeSts, type Sent } from './fixture/fake-client.ts';
import { ALICE } from './fixture/test-gateway.ts';

const GOOD = { AccessKeyId: 'a', SecretAccessKey: 's', SessionToken: 't', Expiration: new Date(900_000) };

function borrow(answer: () => unknown, sent: Sent[] = [], policy?: string, tenant?: string) {
  return callerSession({
    sts: fakeSts(sent, answer),
    rolePrefix: 'arn:aws:iam::111122223333:role/sallyport/desk/',
    gateway: 'desk',
    tool: 'list_orders',
    caller: { ...ALICE, id: 'a'.repeat(64), ...(tenant !== undefined && { tenant }) },
    policy,
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

test('a caller of a tenant carries it along every chain of roles, and one without carries no such tag (B9, D9)', async () => {
  const sent: Sent[] = [];
  await borrow(() => ({ Credentials: GOOD }), sent, undefined, 'acme');
  await borrow(() => ({ Credentials: GOOD }), sent);
  const [of, without] = sent.map(({ input }) => input);
  expect(of?.Tags).toContainEqual({ Key: 'tenant', Value: 'acme' });
  expect(of?.TransitiveTagKeys).toEqual(['caller', 'client', 'tool', 'tenant']);
  expect(without?.TransitiveTagKeys).toEqual(['caller', 'client', 'tool']);
});

test('sends the session policy of the call as it is, and none for a tool that is not narrowed (B9, D5)', async () => {
  const sent: Sent[] = [];
  await borrow(() => ({ Credentials: GOOD }), sent, '{"Statement":[]}');
  await borrow(() => ({ Credentials: GOOD }), sent);
  expect(sent[0]?.input.Policy).toBe('{"Statement":[]}');
  expect(sent[1]?.input).not.toHaveProperty('Policy');
});

test('marks every tag transitive: a role a tool becomes with the loan is bound to the same caller (B9)', async () => {
  const sent: Sent[] = [];
  await borrow(() => ({ Credentials: GOOD }), sent);
  const { Tags, TransitiveTagKeys } = sent[0]?.input ?? {};
  expect(TransitiveTagKeys).toEqual(['caller', 'client', 'tool']);
  expect(TransitiveTagKeys).toEqual(Tags.map(({ Key }: { Key: string }) => Key));
});

test('says that a loan is too large when STS cannot pack its policy and tags (B9)', async () => {
  const packed = new PackedPolicyTooLargeException({ message: 'PackedPolicySize 104%', $metadata: {} });
  await expect(borrow(() => Promise.reject(packed))).rejects.toMatchObject({ failure: { reason: 'loan_too_large' } });
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
