import { expect, test } from 'vitest';
import { loadScopes } from '../../../functions/oauth/load-scopes.ts';
import { BASELINE, CONTRACTS, SCOPE_PREFIX, WRITE_SCOPE } from './fixture/test-facade.ts';

test('knows every scope by its full name, whether it comes first, and the tools it opens', () => {
  expect(loadScopes(SCOPE_PREFIX, () => CONTRACTS)).toEqual([
    { scope: BASELINE, baseline: true, tools: [{ title: 'Look up one order', effect: 'read' }] },
    { scope: WRITE_SCOPE, baseline: false, tools: [{ title: 'Save a document', effect: 'write' }] },
  ]);
});

test('refuses to start without the layer, or with something else in it (C1)', () => {
  expect(() => loadScopes(SCOPE_PREFIX)).toThrow('sallyport-contracts');
  expect(() => loadScopes(SCOPE_PREFIX, () => ({ ...CONTRACTS, extra: 1 }))).toThrow();
});
