import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { personByName } from '../../infra/local/issuer/people.ts';
import { DELEGATION_KEYS_PATH } from '../../shared/downstream.ts';
import { ENDPOINT_PATH } from '../../shared/protected-resource.ts';
import { type Running, startFixture } from './local-mode.ts';
import { rawCall } from './raw-request.ts';
import { connectAs, type Era } from './signing-in-client.ts';

let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

/** What the two services were shown since the test began. */
let before = 0;
beforeEach(() => {
  before = running.localMode.visits().length;
});
const visits = () => running.localMode.visits().slice(before);
const subjectOf = (username: string) => personByName(username)?.subject;

async function ask(user: string, scopes = ['profile.read']) {
  const token = await running.token({ user, scopes });
  return { token, ...(await rawCall(running.endpoint, token, 'customer_profile', {})) };
}

/** A value as it could hide in a text. */
function disguises(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [value, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(value)];
}

describe.each<Era>(['modern', 'legacy'])('the official client in its %s era', (era) => {
  test('shows each person their own profile (B9)', async () => {
    for (const [person, name] of [
      ['alice', 'Alice Arden'],
      ['bob', 'Bob Bergmann'],
    ] as const) {
      const { client } = await connectAs(running, person, era);
      const result = await client.callTool({ name: 'customer_profile', arguments: {} });
      expect(result.structuredContent).toMatchObject({ name });
      await client.close();
    }
  });
});

test('the service sees for whom and by which tool, and never the token the caller came with (B8, B9)', async () => {
  const { token } = await ask('alice');
  const actor = `${running.endpoint}#customer_profile`;
  const seen = { subject: subjectOf('alice'), actor };
  expect(visits()).toMatchObject([
    { service: 'profiles-issuer', ...seen },
    { service: 'profiles', ...seen },
  ]);
  const [, payload = '', signature = ''] = token.split('.');
  for (const part of [token, payload, signature]) expect(JSON.stringify(visits())).not.toContain(part);
});

test('each call gets tokens of its own (D4)', async () => {
  await ask('alice');
  await ask('alice');
  const shown = visits().flatMap((visit) => visit.shown);
  expect(new Set(shown).size).toBe(shown.length);
});

test('the exchanged token, its assertions and the caller’s token are in no result, log line, record or event (B8, D5)', async () => {
  const answers = [await ask('alice'), await ask('bob'), await ask('carol')];
  const logs = running.localMode.stack
    .ofType('AWS::Logs::LogGroup')
    .map(({ physicalId }) => running.localMode.aws.logEvents(physicalId));
  const texts = answers.map(({ text }) => text);
  const written = JSON.stringify([texts, running.events, logs, running.records()]);
  const tokens = [...answers.map(({ token }) => token), ...visits().flatMap(({ shown }) => shown)];
  expect(tokens.length).toBeGreaterThanOrEqual(3 + 3 * 4);
  const canaries = tokens.flatMap((token) => [token, ...token.split('.').slice(1)]);
  for (const canary of canaries.flatMap(disguises)) expect(written).not.toContain(canary);
});

test('records show that there was a name and an address, and neither (I2)', async () => {
  await ask('alice');
  expect(JSON.stringify(running.records())).not.toContain('Alice Arden');
});

test('who has no profile is told in words', async () => {
  expect((await ask('carol')).text).toContain('This customer has no profile.');
});

test('without its scope no issuer is asked (C6)', async () => {
  expect((await ask('alice', ['orders.read'])).text).not.toContain('Alice Arden');
  expect(visits()).toEqual([]);
});

test('anybody may read the public key, and nothing of the private one (B9)', async () => {
  const url = `${running.endpoint.slice(0, -ENDPOINT_PATH.length)}${DELEGATION_KEYS_PATH}`;
  const { keys } = (await (await fetch(url)).json()) as { readonly keys: readonly Record<string, string>[] };
  expect(keys).toEqual([
    expect.objectContaining({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: expect.any(String) }),
  ]);
  expect(keys[0]).not.toHaveProperty('d');
});
