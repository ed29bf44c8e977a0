import { expect, test } from 'vitest';
import { CallError } from '../../../shared/call-failure.ts';
import { CRM } from '../exchange/fixture/test-issuer.ts';
import { ALICE, callOf, eventOf, TOKEN_MARK, testGateway } from './fixture/test-gateway.ts';

const LENT_MARK = ['marker', 'of', 'a', 'lent', 'token'].join('-');
const LENT = { accessToken: LENT_MARK, expiration: '2026-01-01T00:05:00.000Z' };

test('a tool gets the token for its service in the envelope, and the caller’s own token never travels (B8, B9)', async () => {
  const asked: unknown[] = [];
  const gateway = testGateway({
    delegation: {
      downstreams: [CRM],
      exchangeToken: async (exchange) => {
        asked.push(exchange);
        return LENT;
      },
    },
  });
  const { text } = await gateway.send(eventOf(callOf('list_orders')));
  const payload = Buffer.from(
    gateway.sent.find(({ command }) => command.startsWith('Invoke'))?.input.Payload,
  ).toString();
  expect(JSON.parse(payload).tokens).toEqual({ crm: LENT });
  expect(asked).toMatchObject([{ tool: 'list_orders', caller: ALICE, callerToken: TOKEN_MARK }]);
  const seen = JSON.stringify([gateway.sent, gateway.records, gateway.logs, payload, text]);
  expect(seen).not.toContain(TOKEN_MARK);
  expect(JSON.stringify([gateway.records, gateway.logs, text])).not.toContain(LENT_MARK);
});

test('nothing runs without the token; the record says which service refused, and the caller hears less (A10, I1)', async () => {
  const gateway = testGateway({
    delegation: { downstreams: [CRM], exchangeToken: () => Promise.reject(new Error('the issuer refused')) },
  });
  const { messages, text } = await gateway.send(eventOf(callOf('list_orders')));
  expect(messages[0].result).toMatchObject({ isError: true, _meta: { 'sallyport/code': 'token_refused' } });
  expect(text).not.toMatch(/crm|issuer/);
  expect(gateway.sent.map(({ command }) => command)).not.toContain('InvokeWithResponseStream');
  expect(gateway.records).toMatchObject([{ outcome: 'refused', reason: 'token_refused', detail: 'crm' }]);
  expect(gateway.logs.join()).toContain('the issuer refused');
});

test('nothing runs without the loan, however good the token is (B9)', async () => {
  const gateway = testGateway({
    delegation: { downstreams: [CRM], exchangeToken: async () => LENT },
    lend: () => {
      throw new CallError({ reason: 'loan_refused' });
    },
  });
  await gateway.send(eventOf(callOf('list_orders')));
  expect(gateway.records).toMatchObject([{ outcome: 'refused', reason: 'loan_refused' }]);
  expect(gateway.sent.map(({ command }) => command)).toEqual(['AssumeRole']);
});

test('a call that is refused gets no token, and no issuer hears of it (C1)', async () => {
  const asked: unknown[] = [];
  const exchangeToken = async (exchange: unknown) => {
    asked.push(exchange);
    return LENT;
  };
  const gateway = testGateway({ delegation: { downstreams: [CRM], exchangeToken } });
  await gateway.send(eventOf(callOf('list_orders', { limit: 'x' })));
  await gateway.send(eventOf(callOf('list_orders'), { scopes: [] }));
  expect([asked, gateway.sent]).toEqual([[], []]);
});
