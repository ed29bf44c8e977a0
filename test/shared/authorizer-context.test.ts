import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAuthorizerContext, writeAuthorizerContext } from '../../shared/authorizer-context.ts';

const caller = {
  id: 'a1',
  subject: 'a1',
  kind: 'person',
  username: 'alice',
  clientId: 'cli',
  groups: ['support'],
} as const;

test('the gateway reads what the authorizer wrote, whatever groups and disabled tools are called', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.array(fc.string()), (groups, disabledTools) => {
      const written = { caller: { ...caller, groups }, scopes: ['orders.read', 'documents.read'], disabledTools };
      expect(readAuthorizerContext(writeAuthorizerContext(written))).toEqual(written);
    }),
  );
});

test.each([
  undefined,
  {},
  { caller: '{}', scopes: '', disabledTools: '[]' },
  { caller: JSON.stringify({ ...caller, id: '*' }), scopes: '', disabledTools: '[]' },
  { caller: JSON.stringify({ ...caller, tenant: '*' }), scopes: '', disabledTools: '[]' },
  { caller: JSON.stringify(caller), scopes: '' },
  { caller: JSON.stringify(caller), scopes: '', disabledTools: '"get_order"' },
])('a context the authorizer did not write is refused: %j', (context) => {
  expect(() => readAuthorizerContext(context)).toThrow();
});
