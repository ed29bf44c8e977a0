import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { ConnectPath } from '../../../shared/connect.ts';
import { goToIssuer, testConnect, titleOf } from './fixture/test-connect.ts';

test('a link leads to the sign-in, whoever opens it, and says nothing of its owner (B10)', async () => {
  const connect = await testConnect();
  const { answer, cookies } = await goToIssuer(connect, await connect.lay());
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.Location).toMatch(/^https:\/\/people\.example\.net\/authorize\?/);
  expect(JSON.stringify(answer)).not.toContain('alice');
  expect(Object.keys(cookies)).toEqual([expect.stringMatching(/^__Host-sallyport-connect-[0-9a-f]{8}$/)]);
});

test('state, nonce, verifier and cookie are fresh for each opening (B11)', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  const cookies = [await goToIssuer(connect, handle), await goToIssuer(connect, handle)].map(({ cookies }) => cookies);
  const all = [...connect.ties.flatMap(Object.values), ...cookies.flatMap(Object.values)];
  expect(new Set(all).size).toBe(8);
});

test.each([
  ['made up', randomBytes(32).toString('base64url')],
  ['of another form', 'x'],
  ['missing', undefined],
  ['with a wildcard', '*'.repeat(43)],
])('a link whose handle is %s has expired (B10)', async (_, request) => {
  const connect = await testConnect();
  await connect.lay();
  const answer = await connect.call('GET', ConnectPath.start, { query: { request } });
  expect([answer.statusCode, titleOf(answer)]).toEqual([404, 'This link has expired']);
  expect(connect.ties).toEqual([]);
});

test('a handle that came twice is none', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  const answer = await connect.call('GET', ConnectPath.start, { query: { request: [handle, handle] } });
  expect(answer.statusCode).toBe(404);
});

test('a link ends after a quarter of an hour, though DynamoDB may still hold it (B10)', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  connect.wait(899);
  expect((await goToIssuer(connect, handle)).answer.statusCode).toBe(303);
  connect.wait(1);
  expect((await goToIssuer(connect, handle)).answer.statusCode).toBe(404);
});

test('the table holds neither handle, nor state, nor cookie: reading it opens nothing (B8)', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  const { state, cookies } = await goToIssuer(connect, handle);
  const kept = JSON.stringify(await connect.state.items());
  for (const secret of [handle, state, ...Object.values(cookies)]) expect(kept).not.toContain(secret);
});

test('without the table nobody is sent anywhere', async () => {
  const connect = await testConnect();
  const handle = await connect.lay();
  connect.state.breakDown();
  expect((await goToIssuer(connect, handle)).answer.statusCode).toBe(503);
});
