import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkAnswer } from '../../../functions/gateway/link-answer.ts';
import { linkForm } from '../../../functions/gateway/link-form.ts';

const NONE = new Headers();

test('only a client that says it opens links is asked to, whatever else it sends (F12)', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (capabilities) => {
      const envelope = { 'io.modelcontextprotocol/clientCapabilities': capabilities };
      const says = JSON.stringify(capabilities)?.includes('"url"') ?? false;
      if (!says) expect(linkForm('modern', NONE, envelope)).toBe('text');
    }),
  );
  const envelope = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {}, url: {} } } };
  expect(linkForm('modern', NONE, envelope)).toBe('input_required');
});

test.each([undefined, null, [], {}])('an envelope %j opens nothing', (envelope) => {
  expect(linkForm('modern', NONE, envelope)).toBe('text');
});

test('error -32042 never goes to a client of 2026-07-28, nor to one older than the error', () => {
  const at = (version: string) => new Headers({ 'mcp-protocol-version': version });
  expect(linkForm('modern', at('2025-11-25'), {})).toBe('text');
  expect(linkForm('legacy', at('2025-11-25'), {})).toBe('error');
  expect(linkForm('legacy', at('2025-06-18'), {})).toBe('text');
  expect(linkForm('legacy', NONE, {})).toBe('text');
});

test('an answer of an unknown form is none', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (responses) => {
      if (!('connect' in responses)) expect(linkAnswer(responses)).toBeUndefined();
    }),
  );
  expect(linkAnswer({ connect: { action: 'accepted' } })).toBeUndefined();
  expect(linkAnswer({ connect: 'accept' })).toBeUndefined();
  expect(linkAnswer(undefined)).toBeUndefined();
});
