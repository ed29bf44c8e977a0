import { expect, test } from 'vitest';
import { ALICE, callOf, eventOf, modern, testGateway } from './fixture/test-gateway.ts';
import { framesOf } from './fixture/tool-stream.ts';

const CALLS = 1_000;

test('interleaved calls of two callers in one environment each see their own answer alone (D2, CVE-2026-25536)', async () => {
  let loans = 0;
  const gateway = testGateway({
    lend: (input) => ({
      Credentials: {
        AccessKeyId: `${input.SourceIdentity}-${++loans}`,
        SecretAccessKey: 's',
        SessionToken: 't',
        Expiration: new Date(0),
      },
    }),
    invoke: async (input) => {
      const { call, input: args, credentials } = JSON.parse(Buffer.from(input.Payload).toString());
      await new Promise((done) => setTimeout(done, Math.random() * 20));
      expect(credentials.accessKeyId).toMatch(new RegExp(`^${call.caller.id}-`));
      expect(input.TenantId).toBe(call.caller.id);
      return { EventStream: framesOf({ type: 'result', output: { orderIds: [`${call.caller.id}:${args.note}`] } }) };
    },
  });
  const answers = await Promise.all(
    Array.from({ length: CALLS }, async (_, at) => {
      const caller = { ...ALICE, id: at % 2 ? 'alice-1' : 'bob-2' };
      const input = { note: `n${at}` };
      // The same JSON-RPC id in every call: what one shared server object would mix up.
      const event =
        at % 3
          ? modern('tools/call', { name: 'list_orders', arguments: input }, { caller })
          : eventOf(callOf('list_orders', input), { caller });
      const { messages } = await gateway.send(event);
      return [messages[0].result.structuredContent.orderIds[0], `${caller.id}:n${at}`];
    }),
  );
  for (const [seen, own] of answers) expect(seen).toBe(own);
  expect(gateway.records).toHaveLength(CALLS);
  expect(new Set(gateway.records.map(({ id }) => id)).size).toBe(CALLS);
  expect(loans).toBe(CALLS);
});
