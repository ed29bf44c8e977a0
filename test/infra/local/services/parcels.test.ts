import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { parcels } from '../../../../infra/local/services/parcels.ts';

function ask(key: string | undefined, path = '/v1/account', method = 'GET') {
  return parcels({ method, path, headers: key === undefined ? {} : { 'x-api-key': key } });
}

test('a key says whose account it opens', () => {
  expect(ask('parcel-alice-0123')).toEqual({ status: 200, body: { account: 'alice' } });
});

test.each([undefined, '', 'parcel-', 'parcel-alice', 'parcel-Alice-1', 'parcel-alice-', 'parcel-alice-1 2'])(
  'nobody comes in with %j',
  (key) => {
    expect(ask(key).status).toBe(401);
  },
);

test('there is one thing to ask for', () => {
  expect(ask('parcel-alice-1', '/v1/other').status).toBe(404);
  expect(ask('parcel-alice-1', '/v1/account', 'POST').status).toBe(404);
});

test('no other text opens an account', () => {
  fc.assert(
    fc.property(fc.string(), (key) => {
      if (!/^parcel-[a-z]+-/.test(key)) expect(ask(key).status).toBe(401);
    }),
  );
});
