import { expect, test } from 'vitest';
import { completeScopes, splitScopes } from '../../../infra/cli/scope-names.ts';

const challenge = ['https://desk.example/mcp/list_orders', 'https://desk.example/mcp/get_order'];

test.each([
  [['refund'], ['https://desk.example/mcp/refund']],
  [
    ['openid', 'refund'],
    ['openid', 'https://desk.example/mcp/refund'],
  ],
  [['https://other.example/mcp/x'], ['https://other.example/mcp/x']],
])('%o is completed to %o', (names, completed) => {
  expect(completeScopes(names, challenge)).toEqual(completed);
});

test('names stay as they are when the challenge has no prefix', () => {
  expect(completeScopes(['refund'], ['list_orders'])).toEqual(['refund']);
});

test('names are split at any white space', () => {
  expect(splitScopes(' a  b\tc ')).toEqual(['a', 'b', 'c']);
});
