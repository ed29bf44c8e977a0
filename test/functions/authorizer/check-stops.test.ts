import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stopChecker } from '../../../functions/authorizer/check-stops.ts';
import { stateReader } from '../../../functions/authorizer/read-state.ts';
import type { TokenFault } from '../../../functions/authorizer/refusal.ts';
import type { VerifiedToken } from '../../../functions/authorizer/verify-token.ts';
import type { Caller } from '../../../shared/caller.ts';
import {
  admittedClientKey,
  DISABLED_TOOLS_KEY,
  STOP_ALL_KEY,
  stopClientKey,
  stopTokenKey,
  stopUserKey,
} from '../../../shared/state-table.ts';
import { ADMITTED, fakeDynamo, type Items, OF_A_STRANGER, stop, stopsIn, TABLE } from './state-fixture.ts';

const NOW = 1_800_000_000;
const ALICE: Caller = {
  id: 'h-alice',
  subject: 'alice',
  kind: 'person',
  username: 'alice',
  clientId: 'desk',
  groups: [],
};
const TOKEN: VerifiedToken = {
  caller: ALICE,
  scopes: ['orders.read'],
  isClientListed: true,
  signedInAt: NOW,
  tokenIds: ['token-1', 'sign-in-1'],
};

function refusedAs(fault: TokenFault) {
  return expect.objectContaining({ refusal: { reason: 'token_refused', fault, caller: ALICE } });
}

const UNREACHABLE = expect.objectContaining({ refusal: { reason: 'state_unreachable', caller: ALICE } });

test('asks for everything that could end a request, in one read (B7)', async () => {
  const { client, requests } = fakeDynamo({});
  const check = stopChecker(stateReader({ dynamodb: client, table: TABLE }));
  await check(TOKEN);
  await check({ ...TOKEN, isClientListed: false, tokenIds: [] }).catch(() => undefined);
  const keys = requests.map(({ RequestItems }) =>
    RequestItems[TABLE].Keys.map(({ key }: { key: { S: string } }) => key.S),
  );
  expect(keys[0]).toEqual([
    'stop#all',
    'stop#tools',
    'stop#user#alice',
    'stop#client#desk',
    'stop#token#token-1',
    'stop#token#sign-in-1',
  ]);
  expect(keys[1]).toEqual(['stop#all', 'stop#tools', 'stop#user#alice', 'stop#client#desk', 'client#desk']);
});

test('never names a key twice, which DynamoDB would refuse: a token may be its sign-in’s first (B7)', async () => {
  const { client, requests } = fakeDynamo({});
  const check = stopChecker(stateReader({ dynamodb: client, table: TABLE }));
  await check({ ...TOKEN, tokenIds: ['same', 'same'] });
  const { Keys } = requests[0].RequestItems[TABLE];
  expect(Keys.filter(({ key }: { key: { S: string } }) => key.S === 'stop#token#same')).toHaveLength(1);
});

test('lets pass what nobody stopped (B7)', async () => {
  await expect(stopsIn(OF_A_STRANGER)(TOKEN)).resolves.toEqual({
    caller: ALICE,
    scopes: ['orders.read'],
    disabledTools: [],
  });
});

describe('refuses, and the refusal names the caller,', () => {
  const stopped: [sentence: string, items: Items, fault: TokenFault][] = [
    ['everyone while everything is off', { [STOP_ALL_KEY]: stop('disabledAt', NOW) }, 'all_disabled'],
    ['a person who is switched off', { [stopUserKey('alice')]: stop('disabledAt', 1) }, 'user_disabled'],
    ['a client that is switched off', { [stopClientKey('desk')]: stop('disabledAt', 1) }, 'client_disabled'],
    ['a person revoked since', { [stopUserKey('alice')]: stop('revokedAt', NOW + 1) }, 'revoked'],
    ['a person revoked in the second of the sign-in', { [stopUserKey('alice')]: stop('revokedAt', NOW) }, 'revoked'],
    ['a client revoked since', { [stopClientKey('desk')]: stop('revokedAt', NOW + 1) }, 'revoked'],
    ['everyone revoked since', { [STOP_ALL_KEY]: stop('revokedAt', NOW + 1) }, 'revoked'],
    ['a token by its own id', { [stopTokenKey('token-1')]: { expiresAt: { N: '1' } } }, 'revoked'],
    ['a token by the id of its sign-in', { [stopTokenKey('sign-in-1')]: {} }, 'revoked'],
    [
      'a person switched off and revoked before the sign-in',
      { [stopUserKey('alice')]: { ...stop('revokedAt', 1), ...stop('disabledAt', 1) } },
      'user_disabled',
    ],
  ];
  test.each(stopped)('%s (B7)', async (_, items, fault) => {
    await expect(stopsIn(items)(TOKEN)).rejects.toEqual(refusedAs(fault));
  });
});

test('a new sign-in passes after a revocation, and a switch put back lets pass (B7)', async () => {
  const items = { [stopUserKey('alice')]: stop('revokedAt', NOW - 1), [stopClientKey('desk')]: {} };
  await expect(stopsIn(items)(TOKEN)).resolves.toBeDefined();
});

test('a revocation takes hold on the very next call of a warm authorizer (B7)', async () => {
  const items: Record<string, Items[string]> = {};
  const check = stopsIn(items);
  await expect(check(TOKEN)).resolves.toBeDefined();
  items[stopUserKey('alice')] = stop('revokedAt', NOW + 1);
  await expect(check(TOKEN)).rejects.toEqual(refusedAs('revoked'));
});

test('a stop reaches exactly whom it names, whatever the names are (B7)', async () => {
  const name = fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), fc.constantFrom('all', 'tools', 'user#a', '#'));
  await fc.assert(
    fc.asyncProperty(name, name, async (stoppedOne, asking) => {
      const check = stopsIn({
        [stopUserKey(stoppedOne)]: stop('disabledAt', 1),
        [stopClientKey(stoppedOne)]: stop('disabledAt', 1),
        [stopTokenKey(stoppedOne)]: {},
      });
      const ask = (changes: Partial<VerifiedToken>) =>
        check({ ...TOKEN, ...changes }).then(
          () => 'passed',
          () => 'refused',
        );
      const expected = stoppedOne === asking ? 'refused' : 'passed';
      expect(await ask({ caller: { ...ALICE, subject: asking, clientId: 'desk-client' }, tokenIds: [] })).toBe(
        expected,
      );
      expect(await ask({ caller: { ...ALICE, subject: 'alice-sub', clientId: asking }, tokenIds: [] })).toBe(expected);
      expect(
        await ask({ caller: { ...ALICE, subject: 'alice-sub', clientId: 'desk-client' }, tokenIds: [asking] }),
      ).toBe(expected);
    }),
    { numRuns: 50 },
  );
});

describe('a client that is not in the template', () => {
  const unlisted = { ...TOKEN, isClientListed: false };

  test('passes once it was admitted (C1)', async () => {
    await expect(stopsIn({ [admittedClientKey('desk')]: ADMITTED })(unlisted)).resolves.toBeDefined();
  });

  test('is refused when nobody admitted it (C1)', async () => {
    await expect(stopsIn({ [admittedClientKey('other')]: ADMITTED })(unlisted)).rejects.toEqual(refusedAs('client'));
  });

  test('is refused when it was admitted and then switched off (B7)', async () => {
    const items = { [admittedClientKey('desk')]: ADMITTED, [stopClientKey('desk')]: stop('disabledAt', 1) };
    await expect(stopsIn(items)(unlisted)).rejects.toEqual(refusedAs('client_disabled'));
  });

  test.each([
    ['has no name', { ...ADMITTED, name: { N: '1' } }],
    ['came in an unknown way', { ...ADMITTED, kind: { S: 'guess' } }],
    ['is empty', {}],
  ])('is refused when its item %s (C1)', async (_, item) => {
    await expect(stopsIn({ [admittedClientKey('desk')]: item })(unlisted)).rejects.toEqual(UNREACHABLE);
  });
});

test('tells the gateway which tools are off (B7)', async () => {
  const items = { [DISABLED_TOOLS_KEY]: { tools: { SS: ['get_order', 'save_document'] } } };
  await expect(stopsIn(items)(TOKEN)).resolves.toMatchObject({ disabledTools: ['get_order', 'save_document'] });
  await expect(stopsIn({ [DISABLED_TOOLS_KEY]: {} })(TOKEN)).resolves.toMatchObject({ disabledTools: [] });
});

describe('lets nobody pass, with a reason of its own,', () => {
  test.each([
    ['the table does not answer', () => Promise.reject(new Error('down'))],
    ['the answer is not whole', () => ({ Responses: { [TABLE]: [] }, UnprocessedKeys: { [TABLE]: { Keys: [] } } })],
  ])('when %s (B7)', async (_, answer) => {
    const check = stopChecker(stateReader({ dynamodb: fakeDynamo(answer).client, table: TABLE }));
    await expect(check(TOKEN)).rejects.toEqual(UNREACHABLE);
  });

  const malformed: [sentence: string, items: Items][] = [
    ['a time is a text', { [stopUserKey('alice')]: { disabledAt: { S: 'yesterday' } } }],
    ['a time is no whole number', { [stopUserKey('alice')]: { revokedAt: { N: '1.5' } } }],
    ['a time is null', { [stopClientKey('desk')]: { disabledAt: { NULL: true } } }],
    ['a time is a flag', { [STOP_ALL_KEY]: { disabledAt: { BOOL: true } } }],
    ['the tools are a list', { [DISABLED_TOOLS_KEY]: { tools: { L: [{ S: 'get_order' }] } } }],
    ['the tools are one text', { [DISABLED_TOOLS_KEY]: { tools: { S: 'get_order' } } }],
  ];
  test.each(malformed)('when %s (B7)', async (_, items) => {
    await expect(stopsIn(items)(TOKEN)).rejects.toEqual(UNREACHABLE);
  });
});
