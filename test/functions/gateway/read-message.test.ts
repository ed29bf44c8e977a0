import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMessage } from '../../../functions/gateway/read-message.ts';

const good = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

test.each([
  ['a batch', [good]],
  ['nothing', null],
  ['a text', 'ping'],
  ['another version', { ...good, jsonrpc: '1.0' }],
  ['no version', { id: 1, method: 'ping' }],
  ['no method', { jsonrpc: '2.0', id: 1 }],
  ['an empty method', { ...good, method: '' }],
  ['a method that is no text', { ...good, method: 7 }],
  ['a null id', { ...good, id: null }],
  ['a fraction as id', { ...good, id: 1.5 }],
  ['an object as id', { ...good, id: {} }],
  ['a list of params', { ...good, params: [] }],
  ['a field JSON-RPC does not know', { ...good, admin: true }],
  ['a request without an id', { jsonrpc: '2.0', method: 'tools/call', params: {} }],
  ['a posted result', { jsonrpc: '2.0', id: 1, result: {} }],
])('refuses %s (A2)', (_, body) => {
  expect(() => readMessage(body)).toThrow('body_refused');
});

test('accepts a request and a notification', () => {
  expect(readMessage(good)).toEqual(good);
  expect(readMessage({ jsonrpc: '2.0', method: 'notifications/initialized' })).toMatchObject({
    method: 'notifications/initialized',
  });
});

test('never lets through anything but an object with version and method (A2)', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      expect(() => readMessage(body)).toThrow('body_refused');
    }),
  );
});
