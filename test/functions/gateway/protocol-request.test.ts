import { expect, test } from 'vitest';
import { protocolRequest } from '../../../functions/gateway/protocol-request.ts';

test('the SDK sees the headers of the protocol and neither token nor cookie (B8)', () => {
  const headers = new Headers({
    accept: 'a',
    'mcp-name': 'n',
    authorization: 'Bearer t',
    cookie: 'c',
    'x-amz-tenant-id': 'x',
  });
  const request = protocolRequest('https://mcp.example.com/mcp', headers, new AbortController().signal);
  expect(Object.fromEntries(request.headers)).toEqual({ accept: 'a', 'mcp-name': 'n' });
  expect(request.method).toBe('POST');
});
