import { expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { ConnectPath } from '../../../shared/connect.ts';
import { ALICE, BOB, goToIssuer, openForm, RESOURCE, testConnect, titleOf } from './fixture/test-connect.ts';

test('the person whose client asked sees what for, who asked and who they are (B10)', async () => {
  const connect = await testConnect();
  const { page, cookies, fields } = await openForm(connect, await connect.lay());
  expect(page.statusCode).toBe(200);
  for (const shown of ['API key of your parcel account', 'Connect your parcel account', 'desk', 'alice', RESOURCE]) {
    expect(page.body).toContain(shown);
  }
  expect(Object.keys(fields)).toEqual(['id', 'ticket']);
  expect(Object.keys(cookies)).toEqual([expect.stringMatching(/^__Host-sallyport-secret-[0-9a-f]{16}$/)]);
});

test('somebody else is refused, hears nothing of the right person, and uses the link not up (B10)', async () => {
  let who = BOB;
  const connect = await testConnect({ person: () => who });
  const handle = await connect.lay();
  const { page, cookies } = await openForm(connect, handle);
  expect([page.statusCode, titleOf(page)]).toEqual([403, 'This link was made for another person']);
  expect(page.body).not.toContain('alice');
  expect(page.body).not.toContain('<form');
  expect(cookies).toEqual({});
  expect(connect.changes).toMatchObject([{ action: 'refuse_secret', after: { signedInAs: BOB.id } }]);
  who = ALICE;
  expect((await openForm(connect, handle)).page.statusCode).toBe(200);
});

test('a refusal whose record is lost shows no form either (I6)', async () => {
  const record = async () => {
    throw new ConnectError('record_refused');
  };
  const connect = await testConnect({ person: () => BOB, parts: { record } });
  const { page } = await openForm(connect, await connect.lay());
  expect(page.statusCode).toBe(503);
  expect(page.body).not.toContain('<form');
});

test('a sign-in ends in the browser that began it, and once (B11)', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  const back = (state: string, cookies: Record<string, string>) =>
    connect.call('GET', ConnectPath.callback, { query: { state, code: 'c' }, cookies });
  const stolen = await goToIssuer(connect, handle);
  expect(titleOf(await back(stolen.state, {}))).toBe('This sign-in is over');
  const other = await goToIssuer(connect, handle);
  const planted = Object.fromEntries(Object.keys(other.cookies).map((name) => [name, 'x'.repeat(43)]));
  expect(titleOf(await back(other.state, planted))).toBe('This sign-in is over');
  const good = await goToIssuer(connect, handle);
  expect((await back(good.state, good.cookies)).statusCode).toBe(200);
  expect(titleOf(await back(good.state, good.cookies))).toBe('This sign-in is over');
});

test('a sign-in takes at most ten minutes (B11)', async () => {
  const connect = await testConnect();
  const { state, cookies } = await goToIssuer(connect, await connect.lay());
  connect.wait(600);
  const answer = await connect.call('GET', ConnectPath.callback, { query: { state, code: 'c' }, cookies });
  expect(titleOf(answer)).toBe('This sign-in is over');
});

test('a link that ended during the sign-in shows no form (B10)', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  connect.wait(600);
  const { state, cookies } = await goToIssuer(connect, handle);
  connect.wait(300);
  const answer = await connect.call('GET', ConnectPath.callback, { query: { state, code: 'c' }, cookies });
  expect(titleOf(answer)).toBe('This link has expired');
});

test('a secret that no tool asks for any more is not asked for', async () => {
  const connect = await testConnect();
  const { page } = await openForm(connect, await connect.lay({ secret: 'gone' }));
  expect(titleOf(page)).toBe('This link has expired');
});

test('texts of others are only text on the page, which runs no script and sends its form to us alone (B11)', async () => {
  const person = () => ({ id: ALICE.id, name: '"><script>alert(1)</script>' });
  const connect = await testConnect({ person });
  const { page } = await openForm(connect, await connect.lay({ clientId: '<img src=x onerror=y>' }));
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/<script|<img/);
  expect(page.headers['Content-Security-Policy']).toContain("default-src 'none'");
  expect(page.headers['Content-Security-Policy']).toContain("form-action 'self';");
  expect(page.headers['Cache-Control']).toBe('no-store');
  expect(page.body).toMatch(/<input id="secret" type="password" name="secret" autocomplete="off"/);
});
