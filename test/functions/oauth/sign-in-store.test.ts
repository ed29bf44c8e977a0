import { expect, test } from 'vitest';
import { signInStore } from '../../../functions/oauth/sign-in-store.ts';
import { STATE_TABLE, testState } from './fixture/test-state.ts';

const SIGN_IN = {
  clientId: 'desk',
  appClientId: 'app',
  redirectUri: 'http://127.0.0.1/',
  clientState: 'x',
  scope: 's',
  browser: 'b',
};
const ISSUED = { clientId: 'desk', appClientId: 'app', redirectUri: 'http://127.0.0.1/', scope: 's' };

async function setup() {
  const state = await testState();
  const clock = { seconds: 1_000_000 };
  const now = () => new Date(clock.seconds * 1000);
  return { state, clock, store: signInStore({ dynamodb: state.dynamodb, table: STATE_TABLE, now }) };
}

test('gives back what was put in, once (B11)', async () => {
  const { store } = await setup();
  await store.putSignIn('state', SIGN_IN);
  expect(await store.takeSignIn('state')).toEqual(SIGN_IN);
  expect(await store.takeSignIn('state')).toBeUndefined();
});

test('of many that take at once, one gets it (B11)', async () => {
  const { store } = await setup();
  await store.putCode('code', ISSUED);
  const taken = await Promise.all(Array.from({ length: 10 }, () => store.takeCode('code')));
  expect(taken.filter((item) => item !== undefined)).toEqual([ISSUED]);
});

test.each([
  ['a sign-in after ten minutes', 600],
  ['a code after five minutes', 300],
])('has no longer %s, though DynamoDB may still hold it (B11)', async (_, seconds) => {
  const { store, clock } = await setup();
  const cycle = async (wait: number) => {
    await (seconds === 600 ? store.putSignIn('x', SIGN_IN) : store.putCode('x', ISSUED));
    clock.seconds += wait;
    return seconds === 600 ? store.takeSignIn('x') : store.takeCode('x');
  };
  expect(await cycle(seconds - 1)).toBeDefined();
  expect(await cycle(seconds)).toBeUndefined();
});

test('keeps the secret’s digest only, and says when the item may go', async () => {
  const { store, state, clock } = await setup();
  await store.putCode('the-code', ISSUED);
  const [item] = await state.items();
  expect(item?.key?.S).toMatch(/^sign-in#code#[0-9a-f]{64}$/);
  expect(item?.expiresAt?.N).toBe(String(clock.seconds + 300));
  expect(JSON.stringify(item)).not.toContain('the-code');
});

test('a state opens no code and a code no sign-in', async () => {
  const { store } = await setup();
  await store.putSignIn('x', SIGN_IN);
  expect(await store.takeCode('x')).toBeUndefined();
});

test('puts nothing over what is there already (B11)', async () => {
  const { store } = await setup();
  await store.putCode('x', ISSUED);
  await expect(store.putCode('x', { ...ISSUED, clientId: 'evil' })).rejects.toThrow('state_unreachable');
  expect(await store.takeCode('x')).toEqual(ISSUED);
});

test('a table that does not answer lets nobody pass', async () => {
  const { store, state } = await setup();
  state.breakDown();
  await expect(store.putSignIn('x', SIGN_IN)).rejects.toThrow('state_unreachable');
  await expect(store.takeSignIn('x')).rejects.toThrow('state_unreachable');
});
