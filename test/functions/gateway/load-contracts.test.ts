import { expect, test } from 'vitest';
import { loadContracts } from '../../../functions/gateway/load-contracts.ts';
import { contractFile } from './fixture/contracts.ts';

test('finds tools by name and lists them in a fixed order (A9)', () => {
  const contracts = loadContracts(() => contractFile);
  expect(contracts.tools.map(({ name }) => name)).toEqual(['create_refund', 'list_orders']);
  expect(contracts.find('list_orders')?.scope).toBe('orders');
});

test.each(['__proto__', 'constructor', 'toString', 'LIST_ORDERS', ''])('finds no tool called %j (C1)', (name) => {
  expect(loadContracts(() => contractFile).find(name)).toBeUndefined();
});

test('serves nothing when the layer is missing or is not a contract file (C1)', () => {
  expect(() => loadContracts()).toThrow('sallyport-contracts');
  expect(() => loadContracts(() => ({ tools: [] }))).toThrow();
  expect(() => loadContracts(() => ({ ...contractFile, owner: 'x' }))).toThrow();
});

test('serves nothing when two tools share a name (E9)', () => {
  const twice = { ...contractFile, tools: [...contractFile.tools, ...contractFile.tools] };
  expect(() => loadContracts(() => twice)).toThrow('same name');
});
