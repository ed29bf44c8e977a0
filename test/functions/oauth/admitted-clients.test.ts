import { beforeEach, expect, test } from 'vitest';
import { admittedClients } from '../../../functions/oauth/admitted-clients.ts';
import { admittedClientKey } from '../../../shared/state-table.ts';
import { type TestTable, testTable } from './fixture/client-cloud.ts';

let table: TestTable;
beforeEach(async () => {
  table = await testTable();
});

const admitted = () => admittedClients(table.state);

test('a registered client is found with the addresses it registered', async () => {
  await admitted().put('app1', { name: 'Tool', kind: 'registered' });
  await admitted().putRedirects('app1', ['http://localhost/cb', 'https://a.example/cb']);
  const redirectUris = ['http://localhost/cb', 'https://a.example/cb'];
  expect(await admitted().findRegistered('app1')).toEqual({ name: 'Tool', redirectUris });
});

test('the authorizer reads what the facade wrote', async () => {
  await admitted().put('app1', { name: 'Claude', kind: 'document', document: 'https://claude.ai/c.json' });
  expect(await table.state.get(admittedClientKey('app1'))).toEqual({
    key: { S: 'client#app1' },
    name: { S: 'Claude' },
    kind: { S: 'document' },
    document: { S: 'https://claude.ai/c.json' },
  });
});

test('the app client of a document is nobody under its own id (B11)', async () => {
  await admitted().put('app1', { name: 'Claude', kind: 'document', document: 'https://claude.ai/c.json' });
  await admitted().putRedirects('app1', ['http://localhost/cb']);
  expect(await admitted().findRegistered('app1')).toBeUndefined();
});

test('a client whose addresses are not known is nobody (B11)', async () => {
  await admitted().put('app1', { name: 'Tool', kind: 'registered' });
  expect(await admitted().findRegistered('app1')).toBeUndefined();
  await admitted().putRedirects('app1', []);
  expect(await admitted().findRegistered('app1')).toBeUndefined();
});

test.each(['', 'a#b', 'app1 ', '../stop#all', 'a'.repeat(129), 'https://x.example/c'])(
  '%j is no id, and the table is not asked for it',
  async (id) => {
    table.fail('GetItem');
    expect(await admitted().findRegistered(id)).toBeUndefined();
  },
);

test('a client that is taken away is nobody any more', async () => {
  await admitted().put('app1', { name: 'Tool', kind: 'registered' });
  await admitted().putRedirects('app1', ['http://localhost/cb']);
  await admitted().delete('app1');
  expect(await table.state.get('client#app1')).toBeUndefined();
  expect(await table.state.get('sign-in#registered#app1')).toBeUndefined();
});
