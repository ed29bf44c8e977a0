import { beforeAll, describe, expect, test } from 'vitest';
import type { TokenFault } from '../../../functions/authorizer/refusal.ts';
import { admittedClientKey } from '../../../shared/state-table.ts';
import { ADMITTED, type Items } from './state-fixture.ts';
import {
  askGate,
  MACHINE,
  RESOURCE,
  refusal,
  seconds,
  sign,
  type TestIssuer,
  testIssuer,
  verifierOf,
} from './token-fixture.ts';

const NOW = seconds();
let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await testIssuer();
});

const ask = (token: string, items?: Items) => askGate(issuer, token, {}, items);

describe('a machine client', () => {
  const machine = { client_id: MACHINE, sub: MACHINE, username: undefined, aud: undefined };

  test('passes as itself, bound by its client and a scope of this gateway (B13)', async () => {
    const { caller, scopes } = await ask(await sign(issuer, machine));
    expect(caller).toMatchObject({ kind: 'machine', subject: MACHINE, clientId: MACHINE });
    expect(caller).not.toHaveProperty('username');
    expect(scopes).toEqual(['orders.read']);
  });

  const wrong: [sentence: string, changes: Record<string, unknown>, fault: TokenFault][] = [
    ['without a scope of this gateway', { scope: 'https://other.example.com/orders.read' }, 'scope'],
    ['for another resource', { aud: 'https://other.example.com/mcp' }, 'audience'],
    ['that names a person', { sub: 'alice', username: 'alice' }, 'person_as_machine'],
    [
      'whose client is no machine of the template, and nobody admitted',
      { client_id: 'robot', sub: 'robot' },
      'audience',
    ],
  ];
  test.each(wrong)('refuses a token %s (B13)', async (_, changes, fault) => {
    await expect(ask(await sign(issuer, { ...machine, ...changes }))).rejects.toEqual(refusal(fault));
  });

  test('a machine that is not in the list of machines needs an audience like everyone (B13, RS3)', async () => {
    const robot = { ...machine, client_id: 'robot', sub: 'robot' };
    const admitted = { [admittedClientKey('robot')]: ADMITTED };
    await expect(ask(await sign(issuer, robot), admitted)).rejects.toEqual(refusal('audience'));
    await expect(ask(await sign(issuer, { ...robot, aud: RESOURCE }), admitted)).resolves.toBeDefined();
  });

  test('no scope opens the door for people who borrow its binding (B13, RS3)', async () => {
    await expect(ask(await sign(issuer, { aud: undefined }))).rejects.toEqual(refusal('audience'));
  });
});

describe('what is asked about a verified token', () => {
  test('is when the person signed in, which a refreshed token still says (B7)', async () => {
    const signedIn = await verifierOf(issuer)(await sign(issuer, { auth_time: NOW - 5000 }));
    expect(signedIn.signedInAt).toBe(NOW - 5000);
    const { signedInAt } = await verifierOf(issuer)(await sign(issuer, { iat: NOW - 20 }));
    expect(signedInAt).toBe(NOW - 20);
  });

  test('are its own id and that of its sign-in (B7)', async () => {
    const ids = async (changes: object) => (await verifierOf(issuer)(await sign(issuer, { ...changes }))).tokenIds;
    expect(await ids({ jti: 'j', origin_jti: 'o' })).toEqual(['j', 'o']);
    expect(await ids({ jti: 'j' })).toEqual(['j']);
    expect(await ids({})).toEqual([]);
  });

  test.each([
    { jti: '' },
    { origin_jti: 7 },
    { origin_jti: ['o'] },
    { auth_time: 'yesterday' },
    { jti: 'j'.repeat(513) },
  ])('is never read from claims of another type: refuses %j (B7)', async (changes) => {
    await expect(ask(await sign(issuer, changes))).rejects.toEqual(refusal('claims'));
  });
});

test('an admitted client’s token passes like one of the template (C1)', async () => {
  const token = await sign(issuer, { client_id: 'editor' });
  await expect(ask(token, { [admittedClientKey('editor')]: ADMITTED })).resolves.toBeDefined();
});
