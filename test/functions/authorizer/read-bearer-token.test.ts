import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readBearerToken } from '../../../functions/authorizer/read-bearer-token.ts';
import { authorizerEvent } from './token-fixture.ts';

function fault(headers: Record<string, string[]>, query: Record<string, string> = {}): unknown {
  try {
    return `passed: ${readBearerToken(authorizerEvent(headers, query))}`;
  } catch (error) {
    return error instanceof Error && 'refusal' in error ? error.refusal : error;
  }
}

const refused = (name: string) => ({ reason: 'token_refused', fault: name });

test('takes the one token of the one header, whatever the case of name and scheme', () => {
  expect(readBearerToken(authorizerEvent({ Authorization: ['Bearer abc.def'] }))).toBe('abc.def');
  expect(readBearerToken(authorizerEvent({ authorization: ['bearer abc.def'] }))).toBe('abc.def');
});

test('refuses a request without a token (B1)', () => {
  expect(fault({})).toEqual(refused('missing'));
});

test('refuses two Authorization headers, also under names of another case (B1)', () => {
  expect(fault({ Authorization: ['Bearer a', 'Bearer b'] })).toEqual(refused('several'));
  expect(fault({ Authorization: ['Bearer a'], authorization: ['Bearer b'] })).toEqual(refused('several'));
});

test('refuses two tokens in one header (B1)', () => {
  expect(fault({ Authorization: ['Bearer a, Bearer b'] })).toEqual(refused('several'));
  expect(fault({ Authorization: ['Bearer a b'] })).toEqual(refused('not_bearer'));
});

test.each(['Basic YTpi', 'Bearer', 'Bearer ', 'abc', 'DPoP abc', 'Bearer\tabc', 'Bearer abc\n'])(
  'refuses %j in place of a Bearer token (B1)',
  (value) => {
    expect(fault({ Authorization: [value] })).toEqual(refused('not_bearer'));
  },
);

test('refuses a token longer than the authorizer reads (B1)', () => {
  expect(fault({ Authorization: [`Bearer ${'a'.repeat(8192)}`] })).toMatch(/^passed/);
  expect(fault({ Authorization: [`Bearer ${'a'.repeat(8193)}`] })).toEqual(refused('too_long'));
});

test.each(['access_token', 'Access_Token'])(
  'refuses a request with %s in the query, even beside a good header (A7)',
  (name) => {
    expect(fault({ Authorization: ['Bearer abc'] }, { [name]: 'abc' })).toEqual(refused('in_query'));
    expect(fault({}, { [name]: 'abc' })).toEqual(refused('in_query'));
  },
);

test('never returns anything but characters of a token (B1)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const answer = fault({ Authorization: [`Bearer ${value}`] });
      if (typeof answer === 'string') expect(answer).toMatch(/^passed: [A-Za-z0-9._~+/-]+=*$/);
    }),
  );
});
