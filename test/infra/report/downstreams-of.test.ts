import { expect, test } from 'vitest';
import { downstreamsOf } from '../../../infra/report/downstreams-of.ts';
import type { Downstream } from '../../../shared/downstream.ts';

const PARCELS: Downstream = {
  name: 'parcels',
  issuer: 'https://login.example.com',
  audience: 'https://parcels.example.com',
  scopes: ['parcels.read'],
  clientId: 'desk',
  grant: 'token-exchange',
  subject: 'assertion',
  actor: 'act',
  maxLifeSeconds: 300,
};

test('services outside are read from the parameter the gateway reads (B9)', () => {
  expect(downstreamsOf(JSON.stringify([PARCELS]))).toEqual([PARCELS]);
  expect(downstreamsOf(undefined)).toEqual([]);
});

test.each(['nothing', '[]', JSON.stringify([{ ...PARCELS, more: 'x' }])])(
  'what has another form is shown raw: %s',
  (value) => {
    expect(downstreamsOf(value)).toEqual({ raw: value });
  },
);
