import { expect, test } from 'vitest';
import { Envelope } from '../../shared/envelope.ts';

const envelope = {
  version: 1,
  call: {
    id: 'call-1',
    tool: 'list_orders',
    caller: { id: 'alice-1', subject: 'alice', kind: 'person', clientId: 'desk', groups: [] },
  },
  input: { limit: 5 },
  credentials: { accessKeyId: 'a', secretAccessKey: 's', sessionToken: 't', expiration: 'e' },
  tokens: { ledger: { accessToken: 'x', expiration: 'e' } },
} as const;

test('an envelope holds call, arguments and loan', () => {
  expect(Envelope.parse(envelope)).toEqual(envelope);
});

test.each([
  ['beside them', { ...envelope, token: 'x' }],
  ['in its call', { ...envelope, call: { ...envelope.call, token: 'x' } }],
  ['in a token', { ...envelope, tokens: { ledger: { ...envelope.tokens.ledger, refreshToken: 'x' } } }],
  ['in its loan', { ...envelope, credentials: { ...envelope.credentials, token: 'x' } }],
])('an envelope with a field nobody knows %s is refused (D5, B8)', (_, given) => {
  expect(() => Envelope.parse(given)).toThrow(/unrecognized/i);
});
