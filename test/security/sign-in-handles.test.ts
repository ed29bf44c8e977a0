import { describe, expect, test } from 'vitest';
import { OAuthPath } from '../../shared/oauth-paths.ts';
import { comeBack, decide, goToPool, openPage } from '../functions/oauth/fixture/sign-in.ts';
import {
  DOCUMENT_ID,
  LOOPBACK_URI,
  locationOf,
  type TestFacade,
  testFacade,
  VERIFIER,
  WEB_URI,
} from '../functions/oauth/fixture/test-facade.ts';

/** Sign-in of another client than `desk`. A third one has the same redirect address. */
const WEB = { client_id: 'web', redirect_uri: WEB_URI };

describe('the form of a consent page', () => {
  test('serves nobody in another browser, though that one has a page of its own open (B10, B11)', async () => {
    const facade = await testFacade();
    const victim = await openPage(facade);
    const attacker = await openPage(facade);
    expect(await statusOf(decide(facade, { ...attacker, cookies: {} }))).toBe(403);
    expect(await statusOf(decide(facade, { ...attacker, cookies: victim.cookies }))).toBe(403);
    const { id = '' } = victim.fields;
    const planted = { ...victim, fields: { ...attacker.fields, id } };
    expect(await statusOf(decide(facade, planted))).toBe(403);
    expect(await statusOf(decide(facade, victim))).toBe(303);
  });

  test('serves no other client in the same browser (B10, B11)', async () => {
    const facade = await testFacade();
    const writer = await openPage(facade, { ...WEB, client_id: DOCUMENT_ID });
    const web = await openPage(facade, WEB);
    const cookies = { ...writer.cookies, ...web.cookies };
    const { ticket = '', id = '' } = writer.fields;
    expect(await statusOf(decide(facade, { ...web, fields: { ...web.fields, ticket }, cookies }))).toBe(403);
    expect(await statusOf(decide(facade, { ...web, fields: { ...web.fields, ticket, id }, cookies }))).toBe(403);
    expect(await statusOf(decide(facade, { ...web, cookies }))).toBe(303);
  });
});

describe('the state of a sign-in', () => {
  test('is worth nothing without the cookie of the browser that began it (B10, B11)', async () => {
    const facade = await testFacade();
    const { toPool } = await goToPool(facade);
    const other = await goToPool(facade);
    expect(await returned(facade, toPool, {})).toMatchObject({ status: 400, location: '' });
    expect(await returned(facade, toPool, other.cookies)).toMatchObject({ status: 400, location: '' });
  });

  test('cannot be taken over by naming the cookie of another sign-in like its own (B10, B11)', async () => {
    const facade = await testFacade();
    const mine = await goToPool(facade);
    const theirs = await goToPool(facade);
    const [name = ''] = Object.keys(theirs.cookies);
    const [value = ''] = Object.values(mine.cookies);
    expect(await returned(facade, theirs.toPool, { [name]: value })).toMatchObject({ status: 400, location: '' });
  });

  test('leads to the client it was made for, whatever the browser is asked besides (B10, B11)', async () => {
    const facade = await testFacade();
    const { toPool, cookies } = await goToPool(facade);
    const more = { client_id: 'web', redirect_uri: WEB_URI };
    const { status, location } = await returned(facade, toPool, cookies, more);
    expect(status).toBe(303);
    expect(location.startsWith(LOOPBACK_URI)).toBe(true);
  });

  test('serves once (B10, B11)', async () => {
    const facade = await testFacade();
    const { query, cookies } = await comeBack(facade);
    const again = await facade.call('GET', OAuthPath.callback, { query, cookies });
    expect(again.statusCode).toBe(400);
  });
});

describe('a code', () => {
  test.each(['web', 'self-made', 'nobody'])(
    'is worth nothing in the hands of the client %s (B10, B11)',
    async (client) => {
      const facade = await testFacade();
      await comeBack(facade);
      const answer = await exchanged(facade, { client_id: client });
      expect(answer.statusCode).toBeGreaterThanOrEqual(400);
      expect(facade.asked).toEqual([]);
    },
  );

  test('that another client tried is used up for all (B10, B11)', async () => {
    const facade = await testFacade();
    await comeBack(facade);
    await exchanged(facade, { client_id: 'web' });
    expect((await exchanged(facade)).statusCode).toBe(400);
    expect(facade.asked).toEqual([]);
  });

  test('that nobody was given here never reaches the pool (B10, B11)', async () => {
    const facade = await testFacade();
    await comeBack(facade);
    expect((await exchanged(facade, { code: 'code-of-the-pool' })).statusCode).toBe(400);
    expect(facade.asked).toEqual([]);
  });

  test('serves its own client once (B10, B11)', async () => {
    const facade = await testFacade();
    await comeBack(facade);
    expect((await exchanged(facade)).statusCode).toBe(200);
    expect((await exchanged(facade)).statusCode).toBe(400);
    expect(facade.asked).toHaveLength(1);
  });
});

async function statusOf(answer: ReturnType<typeof decide>): Promise<number> {
  return (await answer).statusCode;
}

/** A browser with these cookies comes back from the pool with this sign-in's state. */
async function returned(
  facade: TestFacade,
  toPool: URLSearchParams,
  cookies: Record<string, string>,
  more: Record<string, string> = {},
) {
  const query = { state: toPool.get('state') ?? '', code: 'code-1', ...more };
  const answer = await facade.call('GET', OAuthPath.callback, { query, cookies });
  const { href } = locationOf(answer);
  return { status: answer.statusCode, location: answer.headers.Location === undefined ? '' : href };
}

function exchanged(facade: TestFacade, changes: Record<string, string> = {}) {
  const form = { grant_type: 'authorization_code', client_id: 'desk', code: 'code-1', code_verifier: VERIFIER };
  return facade.call('POST', OAuthPath.token, { form: { ...form, ...changes } });
}
