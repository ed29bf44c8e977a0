import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startFixture } from './local-mode.ts';
import { connectAs, type Era } from './signing-in-client.ts';

let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

interface Listed {
  readonly orders: readonly { readonly orderId: string }[];
}

describe.each<Era>(['modern', 'legacy'])('the official client in its %s era', (era) => {
  test('finds the issuer by itself, signs a person in once, lists the tools and calls them', async () => {
    const alice = await connectAs(running, 'alice', era);
    expect(alice.signIns).toHaveLength(1);
    const { tools } = await alice.client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(tools.map(({ name }) => name).toSorted());
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['get_order', 'list_documents', 'list_orders', 'read_document', 'save_document']),
    );
    const result = await alice.client.callTool({ name: 'list_orders', arguments: { limit: 2 } });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toMatchObject({ orders: [{}, {}] });
    await alice.client.close();
  });

  test('alice sees her orders and documents, bob his (D9)', async () => {
    const alice = await connectAs(running, 'alice', era);
    const bob = await connectAs(running, 'bob', era);
    const seen = await Promise.all(
      [alice, bob].map(({ client }) => client.callTool({ name: 'list_orders', arguments: {} })),
    );
    const [hers, his] = seen.map(({ structuredContent }) =>
      (structuredContent as unknown as Listed).orders.map(({ orderId }) => orderId),
    );
    expect(hers).toHaveLength(6);
    expect(his).toHaveLength(4);
    expect(hers?.filter((id) => his?.includes(id))).toEqual([]);
    const foreign = await bob.client.callTool({ name: 'get_order', arguments: { orderId: hers?.[0] } });
    expect(foreign.isError).toBe(true);
    const documents = await bob.client.callTool({ name: 'list_documents', arguments: {} });
    expect(JSON.stringify(documents.structuredContent)).not.toContain('welcome-alice');
    await Promise.all([alice.client.close(), bob.client.close()]);
  });
});

test('a modern client steps up: the challenge names the scope, the person signs in again, the call runs (B3, C6)', async () => {
  const bob = await connectAs(running, 'bob', 'modern');
  const saved = await bob.run((client) =>
    client.callTool({ name: 'save_document', arguments: { name: 'note.txt', text: 'kept' } }),
  );
  expect(saved.structuredContent).toEqual({ name: 'note.txt', bytes: 4 });
  expect(bob.signIns).toHaveLength(2);
  const scopes = bob.signIns[1]?.searchParams.get('scope')?.split(' ') ?? [];
  expect(scopes.map((scope) => scope.split('/').at(-1))).toEqual(
    expect.arrayContaining(['orders.read', 'documents.write']),
  );
  const read = await bob.run((client) => client.callTool({ name: 'read_document', arguments: { name: 'note.txt' } }));
  expect(read.structuredContent).toEqual({ name: 'note.txt', text: 'kept' });
  await bob.client.close();
});

test('a client of 2025 that lacks a scope is told in words what to do', async () => {
  const alice = await connectAs(running, 'alice', 'legacy');
  const refused = await alice.client.callTool({ name: 'save_document', arguments: { name: 'a.txt', text: 'a' } });
  expect(refused.isError).toBe(true);
  expect(JSON.stringify(refused.content)).toContain('documents.write');
  await alice.client.close();
});
