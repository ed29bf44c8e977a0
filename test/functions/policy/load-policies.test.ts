import { expect, test, vi } from 'vitest';
import { loadPolicies } from '../../../functions/policy/load-policies.ts';
import { loadCedar } from '../../../infra/policy/load-cedar.ts';

const FILE = { schema: {}, policies: { all: 'permit (principal, action, resource);' } };

test('a gateway without policies loads neither them nor Cedar', () => {
  const layer = { file: vi.fn(), cedar: vi.fn() };
  expect(loadPolicies({ policies: false }, layer)).toBeUndefined();
  expect(layer.file).not.toHaveBeenCalled();
  expect(layer.cedar).not.toHaveBeenCalled();
});

test('a gateway that lost its policy layer does not start (C1)', () => {
  expect(() => loadPolicies({ policies: true })).toThrow(/sallyport-policies/);
});

test.each([undefined, {}, { schema: {} }, { ...FILE, more: 1 }, { schema: {}, policies: { 'Not an id': 'permit' } }])(
  'nor does one whose policies are no policy file: %j (C1)',
  (file) => {
    expect(() => loadPolicies({ policies: true }, { file: () => file, cedar: loadCedar })).toThrow();
  },
);

test('Cedar is loaded at the first decision and only once', () => {
  const cedar = vi.fn(loadCedar);
  const policies = loadPolicies({ policies: true }, { file: () => FILE, cedar });
  expect(cedar).not.toHaveBeenCalled();
  expect(policies?.()).toBe(policies?.());
  expect(cedar).toHaveBeenCalledOnce();
});
