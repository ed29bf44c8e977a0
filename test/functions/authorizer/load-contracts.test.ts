import { expect, test } from 'vitest';
import { handler } from '../../../functions/authorizer/handler.ts';
import { loadContracts } from '../../../functions/authorizer/load-contracts.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { getOrder } from '../../../shared/tools/get-order.ts';
import { authorizerEvent } from './token-fixture.ts';

test('reads the contracts from the package of the layer', () => {
  const file = { baselineScopes: ['orders.read'], listing: 'permitted', tools: [describeTool(getOrder)] };
  expect(loadContracts((name) => (name === 'sallyport-contracts' ? file : undefined)).tools[0]?.scope).toBe(
    'orders.read',
  );
});

test.each([
  ['is missing', undefined],
  ['names no scope to ask for first', { baselineScopes: [], listing: 'permitted', tools: [] }],
  ['holds more than contracts', { baselineScopes: ['a'], listing: 'permitted', tools: [], extra: 1 }],
])('refuses to start when the contract file %s (C1)', (_, file) => {
  expect(() => loadContracts(() => file)).toThrow();
});

test('refuses to start without the layer (C1)', () => {
  expect(() => loadContracts()).toThrow('sallyport-contracts');
});

test('an authorizer that is not configured lets nobody pass (C1)', async () => {
  await expect(handler(authorizerEvent({ Authorization: ['Bearer abc'] }), JSON.parse('{}'))).rejects.toThrow();
});
