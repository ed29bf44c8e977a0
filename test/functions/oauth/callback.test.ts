import { describe, expect, test } from 'vitest';
import { OAuthPath } from '../../../shared/oauth-paths.ts';
import { comeBack, goToPool } from './fixture/sign-in.ts';
import { ISSUER, LOOPBACK_URI, locationOf, type TestFacade, testFacade, WEB_URI } from './fixture/test-facade.ts';

type Query = Record<string, string | readonly string[]>;

function call(facade: TestFacade, query: Query, cookies: Record<string, string> = {}) {
  return facade.call('GET', OAuthPath.callback, { query, cookies });
}

/** The sign-in begun, as one browser holds it. */
async function begin(facade: TestFacade, changes: Record<string, string> = {}) {
  const { toPool, cookies } = await goToPool(facade, changes);
  return { state: toPool.get('state') ?? '', cookies };
}

async function expectOver(answer: Awaited<ReturnType<typeof call>>): Promise<void> {
  expect(answer.statusCode).toBe(400);
  expect(answer.headers).not.toHaveProperty('Location');
  expect(answer.body).toContain('This sign-in is over');
}

test('hands the code on to the client, with its own state and our name (RFC 9207, AS4)', async () => {
  const { answer } = await comeBack(await testFacade());
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.Location).toBe(
    `${LOOPBACK_URI}?code=code-1&state=client-state&iss=${encodeURIComponent(ISSUER)}`,
  );
});

test('keeps what the client’s address has already (RFC 6749 §3.1.2)', async () => {
  const { answer } = await comeBack(await testFacade(), { client_id: 'web', redirect_uri: WEB_URI });
  expect(answer.headers.Location).toMatch(`${WEB_URI}&code=code-1&state=`);
});

test('a client that gave no state gets none, and our name all the same', async () => {
  const { answer } = await comeBack(await testFacade(), { state: '' });
  expect([...locationOf(answer).searchParams.keys()]).toEqual(['code', 'iss']);
});

test('the name another server gives itself goes nowhere (mix-up, RFC 9207)', async () => {
  const facade = await testFacade();
  const { state, cookies } = await begin(facade);
  const answer = await call(facade, { state, code: 'c', iss: 'https://evil.example' }, cookies);
  expect(locationOf(answer).searchParams.getAll('iss')).toEqual([ISSUER]);
});

test('remembers of the code only its digest, and whose it is (B8, B11)', async () => {
  const facade = await testFacade();
  await comeBack(facade);
  const [item, ...more] = await facade.state.items();
  expect(more).toEqual([]);
  expect(item?.key?.S).toMatch(/^sign-in#code#[0-9a-f]{64}$/);
  expect(item?.clientId?.S).toBe('desk');
  expect(JSON.stringify(item)).not.toContain('code-1');
});

test('takes the cookie of the sign-in away', async () => {
  const { answer, cookies } = await comeBack(await testFacade());
  const [name] = Object.keys(cookies);
  expect(answer.multiValueHeaders?.['Set-Cookie']).toEqual([
    `${name}=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0`,
  ]);
});

describe('a sign-in ends once, in time, and in the browser that began it (B11)', () => {
  test('a state is not taken twice', async () => {
    const facade = await testFacade();
    const { query, cookies } = await comeBack(facade);
    await expectOver(await call(facade, query, cookies));
  });

  test('of two at the same time one is refused', async () => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    const answers = await Promise.all(['a', 'b', 'c'].map((code) => call(facade, { state, code }, cookies)));
    expect(answers.map(({ statusCode }) => statusCode).toSorted()).toEqual([303, 400, 400]);
  });

  test('not in another browser: an attacker’s code cannot be slipped into a sign-in', async () => {
    const facade = await testFacade();
    const { state } = await begin(facade);
    await expectOver(await call(facade, { state, code: 'code-of-attacker' }));
  });

  test('not with the cookie of another sign-in', async () => {
    const facade = await testFacade();
    const [one, other] = [await begin(facade), await begin(facade)];
    await expectOver(await call(facade, { state: one.state, code: 'c' }, other.cookies));
  });

  test('not with another value in the cookie', async () => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    const guessed = Object.fromEntries(Object.keys(cookies).map((name) => [name, 'A'.repeat(43)]));
    await expectOver(await call(facade, { state, code: 'c' }, guessed));
  });

  test('not with a cookie planted under the name without prefix', async () => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    const planted = Object.entries(cookies).map(([name, value]) => [name.replace('__Host-', ''), value]);
    await expectOver(await call(facade, { state, code: 'c' }, Object.fromEntries(planted)));
  });

  test('and whoever tries in another browser ends it for all', async () => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    await call(facade, { state, code: 'c' });
    await expectOver(await call(facade, { state, code: 'c' }, cookies));
  });

  test('not after ten minutes', async () => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    facade.wait(600);
    await expectOver(await call(facade, { state, code: 'c' }, cookies));
  });

  test.each<[string, Query]>([
    ['no state', { code: 'c' }],
    ['a state nobody made', { code: 'c', state: 'A'.repeat(43) }],
    ['a state of another form', { code: 'c', state: 'x' }],
    ['two states', { code: 'c', state: ['A'.repeat(43), 'B'.repeat(43)] }],
  ])('not with %s', async (_, query) => {
    await expectOver(await call(await testFacade(), query));
  });

  test('and a client’s own state opens nothing', async () => {
    const facade = await testFacade();
    const { cookies } = await begin(facade, { state: 'C'.repeat(43) });
    await expectOver(await call(facade, { state: 'C'.repeat(43), code: 'c' }, cookies));
  });
});

describe('what the pool refuses, the client hears in words that are known (RFC 6749 §4.1.2.1)', () => {
  test.each<[string, Query, string]>([
    ['the person said no', { error: 'access_denied', error_description: 'user "x" said no' }, 'access_denied'],
    ['the pool is busy', { error: 'temporarily_unavailable' }, 'temporarily_unavailable'],
    ['an error that is not known', { error: '<script>' }, 'server_error'],
    ['an error beside a code', { error: 'access_denied', code: 'c' }, 'access_denied'],
    ['neither a code nor an error', {}, 'server_error'],
    ['a code with a line break', { code: 'c\r\nX: y' }, 'server_error'],
    ['a code too long', { code: 'c'.repeat(1025) }, 'server_error'],
    ['two codes', { code: ['c', 'd'] }, 'server_error'],
  ])('%s', async (_, query, error) => {
    const facade = await testFacade();
    const { state, cookies } = await begin(facade);
    const answer = await call(facade, { ...query, state }, cookies);
    expect(Object.fromEntries(locationOf(answer).searchParams)).toEqual({ error, state: 'client-state', iss: ISSUER });
    expect(await facade.state.items()).toEqual([]);
  });
});

test('a state table that does not answer ends the sign-in with a page', async () => {
  const facade = await testFacade();
  const { state, cookies } = await begin(facade);
  facade.state.breakDown();
  const answer = await call(facade, { state, code: 'c' }, cookies);
  expect(answer.statusCode).toBe(503);
  expect(answer.headers).not.toHaveProperty('Location');
});
