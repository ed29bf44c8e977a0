import { expect, test } from 'vitest';
import { readContractFile } from '../../../functions/contracts/read-contract-file.ts';
import { describeTool } from '../../../shared/contract-document.ts';
import { getOrder } from '../../../shared/tools/get-order.ts';

test('reads the contracts from the package of the layer', () => {
  const file = {
    baselineScopes: ['orders.read'],
    listing: 'permitted',
    policies: false,
    tools: [describeTool(getOrder)],
  };
  expect(readContractFile((name) => (name === 'sallyport-contracts' ? file : undefined)).tools[0]?.scope).toBe(
    'orders.read',
  );
});

test.each([
  ['is missing', undefined],
  ['names no scope to ask for first', { baselineScopes: [], listing: 'permitted', policies: false, tools: [] }],
  ['holds more than contracts', { baselineScopes: ['a'], listing: 'permitted', policies: false, tools: [], extra: 1 }],
])('refuses to start when the contract file %s (C1)', (_, file) => {
  expect(() => readContractFile(() => file)).toThrow();
});

test('refuses to start without the layer (C1)', () => {
  expect(() => readContractFile()).toThrow('sallyport-contracts');
});
