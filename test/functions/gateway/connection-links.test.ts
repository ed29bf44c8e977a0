import { expect, test } from 'vitest';
import { connectionLinks } from '../../../functions/gateway/connection-links.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const REQUEST = { caller: 'alice-1', clientId: 'desk-client', tool: 'connect_account', secret: 'account' };

function links(send: (command: { readonly input: unknown }) => Promise<unknown>) {
  return connectionLinks({
    table: 'state',
    resource: 'https://mcp.example.com/prod/mcp',
    now: () => NOW,
    randomBytes: (size) => Buffer.alloc(size, 7),
    sha256: (text) => `digest-of-${text.length}`,
    makeClient: async () => ({ send }),
  });
}

test('a link holds 32 random bytes, and the table their digest alone, for 15 minutes (B10)', async () => {
  const puts: unknown[] = [];
  const url = await links(async ({ input }) => puts.push(input)).create(REQUEST, new AbortController().signal);
  const handle = Buffer.alloc(32, 7).toString('base64url');
  expect(url).toBe(`https://mcp.example.com/prod/connect?request=${handle}`);
  expect(puts).toEqual([
    {
      TableName: 'state',
      Item: {
        key: { S: 'connect#digest-of-43' },
        expiresAt: { N: String(NOW.getTime() / 1000 + 900) },
        caller: { S: 'alice-1' },
        clientId: { S: 'desk-client' },
        tool: { S: 'connect_account' },
        secret: { S: 'account' },
      },
    },
  ]);
  expect(JSON.stringify(puts)).not.toContain(handle);
});

test('a link holds nothing of the person (F12)', async () => {
  const url = await links(async () => undefined).create(REQUEST, new AbortController().signal);
  for (const value of Object.values(REQUEST)) expect(url).not.toContain(value);
});

test('without the table there is no link', async () => {
  const down = links(async () => {
    throw new Error('down');
  });
  await expect(down.create(REQUEST, new AbortController().signal)).rejects.toThrow('down');
});
