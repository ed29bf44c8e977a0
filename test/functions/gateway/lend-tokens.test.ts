import { expect, test } from 'vitest';
import type { ExchangeToken, TokenExchange } from '../../../functions/exchange/token-exchange.ts';
import { lendTokens } from '../../../functions/gateway/lend-tokens.ts';
import { CALLER_TOKEN, CRM } from '../exchange/fixture/test-issuer.ts';
import { ALICE } from './fixture/test-gateway.ts';

const LEDGER = { ...CRM, name: 'ledger' };

function lend(exchangeToken: ExchangeToken, delegated = true) {
  const tools: string[] = [];
  const lent = lendTokens({
    downstreams: {
      downstreamsOf: async (tool) => {
        tools.push(tool);
        return [CRM, LEDGER];
      },
    },
    exchangeToken,
    tool: { name: 'customer_profile', delegated },
    caller: ALICE,
    callerToken: CALLER_TOKEN,
    signal: new AbortController().signal,
  });
  return { lent, tools };
}

const tokenFor = ({ downstream }: TokenExchange) => ({ accessToken: `for-${downstream.name}`, expiration: 'soon' });

test('a tool that calls no service outside AWS gets no token, and nobody is asked (D1)', async () => {
  const { lent, tools } = lend(() => Promise.reject(new Error('asked')), false);
  expect([await lent, tools]).toEqual([{}, []]);
});

test('each service of the tool gets a token of its own, for this caller, all at once (B9)', async () => {
  const asked: TokenExchange[] = [];
  const { promise: allAsked, resolve } = Promise.withResolvers<void>();
  const { lent, tools } = lend(async (exchange) => {
    if (asked.push(exchange) === 2) resolve();
    await allAsked;
    return tokenFor(exchange);
  });
  expect(await lent).toEqual({
    crm: { accessToken: 'for-crm', expiration: 'soon' },
    ledger: { accessToken: 'for-ledger', expiration: 'soon' },
  });
  expect(tools).toEqual(['customer_profile']);
  expect(asked).toMatchObject([
    { downstream: CRM, tool: 'customer_profile', caller: ALICE, callerToken: CALLER_TOKEN },
    { downstream: LEDGER, tool: 'customer_profile', caller: ALICE, callerToken: CALLER_TOKEN },
  ]);
});

test('where one fails none is lent, the failure names it, and the others are given up (B9)', async () => {
  let other: AbortSignal | undefined;
  const { lent } = lend(async (exchange) => {
    if (exchange.downstream.name === 'crm') other = exchange.signal;
    else throw new Error('refused');
    return new Promise(() => undefined);
  });
  await expect(lent).rejects.toMatchObject({
    failure: { reason: 'token_refused', downstream: 'ledger' },
    cause: { message: 'refused' },
  });
  expect(other?.aborted).toBe(true);
});
