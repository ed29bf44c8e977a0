import { expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { ConnectPath } from '../../../shared/connect.ts';
import {
  CONNECTION,
  ENTERED,
  openForm,
  REQUEST,
  RESOURCE,
  send,
  testConnect,
  titleOf,
} from './fixture/test-connect.ts';

async function opened(options?: Parameters<typeof testConnect>[0]) {
  const connect = await testConnect(options);
  const handle = await connect.lay();
  return { connect, handle, form: await openForm(connect, handle) };
}

test('keeps what was entered for the person who signed in, after a record without it (F12, H2, I6)', async () => {
  const order: string[] = [];
  const { connect, form } = await opened({
    parts: {
      record: async ({ action }) => void order.push(action),
      saveSecret: async ({ request, connection, value }) => {
        order.push('saved');
        expect({ request, connection, value }).toEqual({ request: REQUEST, connection: CONNECTION, value: ENTERED });
      },
    },
  });
  const answer = await send(connect, form);
  expect([answer.statusCode, titleOf(answer)]).toEqual([200, 'Saved']);
  expect(order).toEqual(['save_secret', 'saved']);
});

test('who it is for comes from the sign-in, whatever the form says (B10)', async () => {
  const { connect, form } = await opened();
  const fields = { ...form.fields, caller: 'bob-22', name: 'bob', tool: 'other', prefix: 'x' };
  await send(connect, { ...form, fields });
  expect(connect.saved).toMatchObject([{ request: REQUEST, connection: CONNECTION }]);
});

test('a form works once, and a link once, of many that come at the same time (B10, B11)', async () => {
  const { connect, handle, form } = await opened();
  const forms = [form, await openForm(connect, handle), await openForm(connect, handle)];
  const answers = await Promise.all([...forms, form].map((one) => send(connect, one)));
  expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(connect.saved).toHaveLength(1);
  expect(titleOf(await send(connect, form))).toBe('This form cannot be used');
});

test.each([
  ['without its ticket', { ticket: undefined }, {}],
  ['with another ticket', { ticket: 'x'.repeat(43) }, {}],
  ['without its id', { id: undefined }, {}],
  ['with another id', { id: '0123456789abcdef' }, {}],
  ['that comes from a foreign page', {}, { Origin: 'https://evil.example' }],
  ['that the browser calls foreign', {}, { 'Sec-Fetch-Site': 'cross-site' }],
  ['of another type', {}, { 'Content-Type': 'text/plain' }],
])('a form %s is refused, and keeps nothing (B11)', async (_, changes, headers) => {
  const { connect, form } = await opened();
  const fields = { ...form.fields, ...changes, secret: ENTERED, decision: 'save' };
  const answer = await connect.call('POST', ConnectPath.save, { form: fields, cookies: form.cookies, headers });
  expect(answer.statusCode).toBe(403);
  expect(connect.saved).toEqual([]);
});

test('a form from another browser, without the cookie or with a planted one, is refused (B11)', async () => {
  const { connect, form } = await opened();
  const names = Object.keys(form.cookies);
  const planted = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
  for (const cookies of [{}, planted(''), planted('x'.repeat(43))]) {
    expect((await send(connect, { ...form, cookies })).statusCode).toBe(403);
  }
  expect(connect.saved).toEqual([]);
});

test('a form ends after ten minutes, and with its link (B10)', async () => {
  const { connect, form } = await opened();
  connect.wait(600);
  expect(titleOf(await send(connect, form))).toBe('This form cannot be used');
  const late = await testConnect();
  const handle = await late.lay();
  late.wait(600);
  const shown = await openForm(late, handle);
  late.wait(300);
  expect(titleOf(await send(late, shown))).toBe('This link has expired');
  expect([...connect.saved, ...late.saved]).toEqual([]);
});

test('whoever cancels saves nothing, and so does an unknown button', async () => {
  for (const decision of ['cancel', 'x']) {
    const { connect, form } = await opened();
    expect(titleOf(await send(connect, form, { decision }))).toBe('Nothing was saved');
    expect(connect.saved).toEqual([]);
  }
});

test('a slip of the hand is told, uses no link up, and is not shown again (G5)', async () => {
  const { connect, form } = await opened();
  const again = await send(connect, form, { secret: '  abc7 ' });
  expect(again.statusCode).toBe(400);
  expect(again.body).toContain('at least 8 characters');
  expect(again.body).not.toContain('abc7');
  const { fieldsOf, cookiesOf } = await import('../oauth/fixture/test-facade.ts');
  await send(connect, { fields: fieldsOf(again), cookies: cookiesOf(again) });
  expect(connect.saved).toHaveLength(1);
});

test('a body beyond every secret is not read', async () => {
  const { connect, form } = await opened();
  expect((await send(connect, form, { secret: 'x'.repeat(60_000) })).statusCode).toBe(413);
  expect(connect.saved).toEqual([]);
});

test('without a record nothing is saved (I6)', async () => {
  const record = async () => {
    throw new ConnectError('record_refused');
  };
  const { connect, form } = await opened({ parts: { record } });
  expect((await send(connect, form)).statusCode).toBe(503);
  expect(connect.saved).toEqual([]);
});

test('what was entered, and every handle, stay out of pages and log, also when AWS quotes them (G5, B8)', async () => {
  const saveSecret = async () => {
    throw new ConnectError('secret_refused', { cause: new Error(`cannot keep ${ENTERED}`) });
  };
  const { connect, form } = await opened({ parts: { saveSecret } });
  const answer = await send(connect, form);
  expect(titleOf(answer)).toBe('It could not be kept');
  expect(connect.lines.join()).toContain('secret_refused');
  const written = JSON.stringify([answer, connect.lines, connect.changes]);
  for (const secret of [ENTERED, ...Object.values(form.cookies)]) expect(written).not.toContain(secret);
});

test('nothing else is served', async () => {
  const connect = await testConnect();
  for (const [method, path] of [
    ['POST', ConnectPath.start],
    ['GET', ConnectPath.save],
    ['GET', '/x'],
  ] as const) {
    expect((await connect.call(method, path)).statusCode).toBe(404);
  }
  expect(new URL(RESOURCE).pathname).toBe('/prod/mcp');
});
