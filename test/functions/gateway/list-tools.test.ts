import { expect, test } from 'vitest';
import { modern, testGateway } from './fixture/test-gateway.ts';

async function listed(scopes: readonly string[], listing?: 'permitted' | 'callable') {
  const { messages } = await testGateway(listing && { listing }).send(modern('tools/list', {}, { scopes }));
  return messages[0].result;
}

function namesOf({ tools }: { tools: readonly { name: string }[] }): readonly string[] {
  return tools.map(({ name }) => name);
}

test.each([
  [[], []],
  [['orders'], ['list_orders']],
  [['create_refund'], ['create_refund']],
  [
    ['orders', 'create_refund'],
    ['create_refund', 'list_orders'],
  ],
  [['list_orders', '*'], []],
])(
  'under the listing callable, the scopes %j list exactly the tools they open, in a fixed order (C3, A9)',
  async (scopes, names) => {
    expect(namesOf(await listed(scopes, 'callable'))).toEqual(names);
  },
);

test('by default a tool is listed whose scope the token lacks, so that the client can ask for it (C3, B3)', async () => {
  expect(namesOf(await listed(['orders']))).toEqual(['create_refund', 'list_orders']);
});

test('the list is private to the caller (A9, RS7)', async () => {
  expect(await listed(['orders'])).toMatchObject({ cacheScope: 'private', ttlMs: 0 });
});

test('a listed tool shows the contract and none of our marks or scopes (E8)', async () => {
  const { tools } = await listed(['orders', 'create_refund']);
  for (const tool of tools) {
    expect(Object.keys(tool).toSorted()).toEqual([
      'annotations',
      'description',
      'inputSchema',
      'name',
      'outputSchema',
      'title',
    ]);
  }
  expect(JSON.stringify(tools)).not.toContain('x-sallyport');
  expect(tools[0].annotations).toEqual({
    title: 'Refund an order',
    readOnlyHint: false,
    destructiveHint: true,
    openWorldHint: true,
  });
  expect(tools[1].annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false, openWorldHint: false });
});

test('a cursor nobody gave out is refused, with one record (I1)', async () => {
  const gateway = testGateway();
  const { messages } = await gateway.send(modern('tools/list', { cursor: 'x' }));
  expect(messages[0].error).toMatchObject({ code: -32602 });
  expect(gateway.records).toMatchObject([{ reason: 'invalid_params', method: 'tools/list' }]);
});
