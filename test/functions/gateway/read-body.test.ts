import { describe, expect, test } from 'vitest';
import { ProxyEvent } from '../../../functions/gateway/proxy-event.ts';
import { MAX_BODY_BYTES, readBody } from '../../../functions/gateway/read-body.ts';
import { eventOf } from './fixture/test-gateway.ts';

const event = (body: string, changes = {}) => ProxyEvent.parse({ ...eventOf(body), ...changes });
const sized = (bytes: number) => `"${'x'.repeat(bytes - 2)}"`;

describe('the body', () => {
  test('may be as large as its bound and not a byte larger, counted in bytes (A3)', () => {
    expect(readBody(event(sized(MAX_BODY_BYTES)))).toHaveLength(MAX_BODY_BYTES - 2);
    expect(() => readBody(event(sized(MAX_BODY_BYTES + 1)))).toThrow('body_too_large');
    expect(() => readBody(event(`"${'é'.repeat(MAX_BODY_BYTES / 2)}"`))).toThrow('body_too_large');
  });

  test('is bounded in its decoded form when API Gateway encoded it (A3)', () => {
    const encoded = (text: string) => ({ isBase64Encoded: true, body: Buffer.from(text).toString('base64') });
    expect(readBody(event('', encoded('{"a":1}')))).toEqual({ a: 1 });
    expect(() => readBody(event('', encoded(sized(MAX_BODY_BYTES + 1))))).toThrow('body_too_large');
  });

  test.each([
    ['invalid UTF-8', [0x22, 0xff, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x31]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
  ])('is refused with %s (A3)', (_, bytes) => {
    const body = Buffer.from(bytes).toString('base64');
    expect(() => readBody(event('', { isBase64Encoded: true, body }))).toThrow('body_not_json');
  });

  test('is refused with a lone surrogate outside of any escape (A3)', () => {
    expect(() => readBody(event('"\ud800"'))).toThrow('body_not_json');
  });
});
