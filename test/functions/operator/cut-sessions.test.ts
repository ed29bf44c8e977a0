import { IAMClient } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { type CutWish, holds } from '../../../functions/operator/boundary-document.ts';
import { sessionCutter } from '../../../functions/operator/cut-sessions.ts';
import { type Anything, answeredBy } from './answered-by.ts';

const ARN = 'arn:aws:iam::123456789012:policy/sallyport/desk/desk-loans';
const NOW = Date.parse('2026-11-23T08:00:00Z') / 1000;
const BASE = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const wish: CutWish = { tag: { key: 'caller', value: 'alice' }, until: NOW, bound: 'at-least' };

/** A managed policy with versions, as IAM keeps them. */
function fakeIam(
  count = 1,
  hooks: { afterCreate?: (documents: Map<string, string>) => void; limit?: number; inForce?: number } = {},
) {
  const documents = new Map(Array.from({ length: count }, (_, at) => [`v${at + 1}`, BASE]));
  const calls: string[] = [];
  let last = count;
  let current = hooks.inForce ?? count;
  const inForce = () => `v${current}`;
  const answers: Record<string, (input: Anything) => unknown> = {
    ListPolicyVersions: () => ({
      Versions: [...documents.keys()].map((VersionId) => ({ VersionId, IsDefaultVersion: VersionId === inForce() })),
    }),
    GetPolicyVersion: ({ VersionId = '' }) => ({
      PolicyVersion: { Document: encodeURIComponent(documents.get(VersionId) ?? '') },
    }),
    DeletePolicyVersion: ({ VersionId = '' }) => {
      calls.push(`delete ${VersionId}`);
      if (VersionId === inForce()) throw new Error('the version in force');
      documents.delete(VersionId);
      return {};
    },
    CreatePolicyVersion: ({ PolicyDocument = '' }) => {
      calls.push('create');
      if (documents.size >= (hooks.limit ?? 5)) {
        throw Object.assign(new Error('five'), { name: 'LimitExceededException' });
      }
      last += 1;
      current = last;
      documents.set(inForce(), PolicyDocument);
      hooks.afterCreate?.(documents);
      return {};
    },
  };
  const iam = answeredBy(new IAMClient({ region: 'eu-central-1' }), (command, input) => {
    expect(input.PolicyArn).toBe(ARN);
    return answers[command]?.(input);
  });
  const cut = sessionCutter({
    iam,
    boundaryArn: ARN,
    now: () => new Date(NOW * 1000),
    wait: async () => {},
  });
  return { cut, calls, documents, document: () => documents.get(inForce()) ?? '' };
}

test('the boundary in force denies what was lent before (B7)', async () => {
  const { cut, calls, document } = fakeIam();
  await cut(wish);
  expect(holds(document(), wish)).toBe(true);
  expect(calls).toEqual(['create']);
});

test('a boundary that says so already is not written again', async () => {
  const { cut, calls } = fakeIam();
  await cut(wish);
  await cut(wish);
  expect(calls).toEqual(['create']);
});

test('of five versions the oldest that is not in force makes room (B7)', async () => {
  const { cut, calls, document } = fakeIam(5);
  await cut(wish);
  expect(calls).toEqual(['delete v1', 'create']);
  expect(holds(document(), wish)).toBe(true);
});

test('a version in force is kept, also when it is the oldest (B7)', async () => {
  const { cut, calls, document } = fakeIam(5, { inForce: 1 });
  await cut(wish);
  expect(calls).toEqual(['delete v2', 'create']);
  expect(holds(document(), wish)).toBe(true);
});

test('the tenth version is younger than the ninth (B7)', async () => {
  const { cut, calls, documents } = fakeIam(12);
  for (const old of ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'v7']) documents.delete(old);
  documents.delete('v8');
  documents.set('v8', BASE);
  await cut(wish);
  expect(calls).toEqual(['delete v8', 'create']);
});

test('when another operator took the last place, one version more makes room (B7)', async () => {
  const { cut, calls, document } = fakeIam(4, { limit: 4 });
  await cut(wish);
  expect(calls).toEqual(['create', 'delete v1', 'create']);
  expect(holds(document(), wish)).toBe(true);
});

test('a rewrite that another operator’s replaced is made again (B7)', async () => {
  let lost = 1;
  const { cut, calls, document } = fakeIam(1, {
    afterCreate: (documents) => {
      if (lost-- > 0) documents.set([...documents.keys()].at(-1) ?? '', BASE);
    },
  });
  await cut(wish);
  expect(calls).toEqual(['create', 'create']);
  expect(holds(document(), wish)).toBe(true);
});

test('a boundary that never says what was wished is a failure, not a success (B7)', async () => {
  const { cut } = fakeIam(1, {
    afterCreate: (documents) => documents.set([...documents.keys()].at(-1) ?? '', BASE),
  });
  await expect(cut(wish)).rejects.toThrow('does not say what was wished');
});

test('IAM that refuses is a failure (B7)', async () => {
  const iam = { send: async () => Promise.reject(new Error('AccessDenied')) };
  const cut = sessionCutter({ iam, boundaryArn: ARN, now: () => new Date(), wait: async () => {} });
  await expect(cut(wish)).rejects.toThrow('AccessDenied');
});
