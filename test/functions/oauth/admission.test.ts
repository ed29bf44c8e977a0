import { beforeEach, describe, expect, test } from 'vitest';
import type { OAuthClient } from '../../../functions/oauth/oauth-client.ts';
import { ChangeRecord } from '../../../shared/change-record.ts';
import { appClientAnswers, fakeCognito } from './fixture/client-cloud.ts';
import { type ClientFacade, clientFacade, DOCUMENT, MAX_CLIENTS } from './fixture/client-facade.ts';

let facade: ClientFacade;
let client: OAuthClient;
beforeEach(async () => {
  facade = await clientFacade();
  client = await facade.environment().findClient(DOCUMENT);
});

const another = (n: number) => facade.environment().findClient(`https://claude.ai/${n}`);
const failing = (command: string) => {
  const answer = appClientAnswers();
  return fakeCognito(facade.cognito, (sent) =>
    sent.command === command ? Promise.reject(new Error('throttled')) : answer(sent),
  );
};

describe('admission', () => {
  test('gives a client its app client once for all', async () => {
    expect(await facade.environment().admitClient(client)).toBe('app1');
    const known = await facade.environment().findClient(DOCUMENT);
    expect(await facade.environment().admitClient(known)).toBe('app1');
    expect(facade.commands()).toEqual(['CreateUserPoolClient', 'CreateManagedLoginBranding']);
    expect(await facade.table.state.get('client#app1')).toMatchObject({ document: { S: DOCUMENT } });
    expect(await facade.quota()).toBe(1);
  });

  test('needs nothing for clients that have an app client already', async () => {
    const known = await facade.environment().findClient('desk-app');
    expect(await facade.environment().admitClient(known)).toBe('desk-app');
    expect(facade.commands()).toEqual([]);
  });

  test('names the app client after its document, so that an operator finds it', async () => {
    await facade.environment().admitClient(client);
    expect(facade.cognito[0]?.input.ClientName).toMatch(/^sallyport-[0-9a-f]{24}$/);
    expect(facade.cognito[0]?.input.CallbackURLs).toEqual(['https://api.example.com/prod/oauth/callback']);
  });

  test('is written down before the client is let in (I6)', async () => {
    const record = async (change: ChangeRecord) => {
      facade.records.push(change);
      expect(await facade.table.state.get('client#app1')).toBeUndefined();
    };
    await facade.environment({ record }).admitClient(client);
    expect(facade.records).toEqual([
      expect.objectContaining({
        actor: 'facade',
        action: 'admit_client',
        gateway: 'desk',
        target: { kind: 'client', name: 'app1' },
        before: {},
        after: { name: 'Claude', kind: 'document', document: DOCUMENT },
      }),
    ]);
    expect(facade.records.map((written) => ChangeRecord.parse(written))).toEqual(facade.records);
  });

  test('ends with the quota, and asks Cognito for nothing beyond it (B11)', async () => {
    for (let n = 0; n < MAX_CLIENTS; n += 1) await facade.environment().admitClient(await another(n));
    await expect(facade.environment().admitClient(client)).rejects.toMatchObject({
      failure: { reason: 'quota_spent' },
    });
    expect(facade.commands().filter((command) => command === 'CreateUserPoolClient')).toHaveLength(MAX_CLIENTS);
  });
});

describe('of two environments that admit one client at once', () => {
  test('both get the same app client, and the other one is gone', async () => {
    const ids = await Promise.all([facade.environment().admitClient(client), facade.environment().admitClient(client)]);
    expect(new Set(ids).size).toBe(1);
    const loser = ids[0] === 'app1' ? 'app2' : 'app1';
    expect(facade.cognito.filter(({ command }) => command === 'DeleteUserPoolClient')).toEqual([
      expect.objectContaining({ input: { UserPoolId: 'eu-west-1_pool', ClientId: loser } }),
    ]);
    expect(await facade.table.state.get(`client#${ids[0]}`)).toBeDefined();
    expect(await facade.table.state.get(`client#${loser}`)).toBeUndefined();
    expect(await facade.quota()).toBe(1);
  });
});

describe('an admission that fails half-way', () => {
  test.each([
    ['no sign-in page', () => ({ cognito: failing('CreateManagedLoginBranding') }), undefined],
    ['no record', () => ({ record: () => Promise.reject(new Error('log down')) }), undefined],
    ['no item for the authorizer', () => ({}), ['PutItem', 'client#app1'] as const],
    ['no tie to its document', () => ({}), ['UpdateItem', 'attribute_not_exists(clientId)'] as const],
  ])('with %s leaves no client behind (I6)', async (_, changes, down) => {
    if (down) facade.table.fail(...down);
    await expect(facade.environment(changes()).admitClient(client)).rejects.toThrow();
    facade.table.fail();
    expect(facade.cognito.at(-1)).toMatchObject({ command: 'DeleteUserPoolClient', input: { ClientId: 'app1' } });
    expect(await facade.table.state.get('client#app1')).toBeUndefined();
    expect(await facade.environment().findClient(DOCUMENT)).not.toHaveProperty('appClientId');
    expect(await facade.quota()).toBe(0);
    expect(facade.lines).toEqual([]);
  });

  test('at the tie, whose answer got lost, takes the tie back as well', async () => {
    facade.table.after((operation, input) => {
      if (operation !== 'UpdateItem' || !input.includes('attribute_not_exists(clientId)')) return;
      facade.table.after(() => undefined);
      throw new Error('connection reset');
    });
    await expect(facade.environment().admitClient(client)).rejects.toThrow();
    expect(await facade.environment().findClient(DOCUMENT)).not.toHaveProperty('appClientId');
    expect(await facade.environment().admitClient(client)).toBe('app2');
  });

  test('keeps its place in the quota and is named in the log when it cannot be taken back', async () => {
    facade.table.fail('PutItem', 'client#');
    const cognito = failing('DeleteUserPoolClient');
    await expect(facade.environment({ cognito }).admitClient(client)).rejects.toThrow();
    expect(await facade.quota()).toBe(1);
    expect(facade.lines).toEqual([expect.stringContaining('app1')]);
  });

  test('because Cognito makes no app client gives its place back', async () => {
    const cognito = failing('CreateUserPoolClient');
    await expect(facade.environment({ cognito }).admitClient(client)).rejects.toMatchObject({
      failure: { reason: 'issuer_unreachable' },
    });
    expect(await facade.quota()).toBe(0);
    expect(facade.records).toEqual([]);
  });
});
