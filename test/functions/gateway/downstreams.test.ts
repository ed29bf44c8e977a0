import { expect, test } from 'vitest';
import { downstreamReader } from '../../../functions/gateway/downstreams.ts';
import { CRM } from '../exchange/fixture/test-issuer.ts';

const SIGNAL = new AbortController().signal;

function reader(text: string | Error) {
  const names: string[] = [];
  const readParameter = async (name: string) => {
    names.push(name);
    if (text instanceof Error) throw text;
    return text;
  };
  return { ...downstreamReader({ gateway: 'desk', readParameter, now: () => new Date(0) }), names };
}

test('a tool’s downstreams are read from the parameter of that tool, once for the environment (D2)', async () => {
  const { downstreamsOf, names } = reader(JSON.stringify([CRM]));
  for (const tool of ['customer_profile', 'customer_profile', 'other']) {
    expect(await downstreamsOf(tool, SIGNAL)).toEqual([CRM]);
  }
  expect(names).toEqual(['/sallyport/desk/customer_profile/downstreams', '/sallyport/desk/other/downstreams']);
});

test.each([
  ['is gone', new Error('ParameterNotFound')],
  ['is no JSON', 'crm'],
  ['is empty', '[]'],
  ['has two of one name', JSON.stringify([CRM, { ...CRM, audience: 'https://other.example.com' }])],
  ['asks for no scope', JSON.stringify([{ ...CRM, scopes: [] }])],
  ['has a field that is not ours', JSON.stringify([{ ...CRM, insecure: true }])],
])('nothing is lent when the parameter %s, and the next call asks again (C1)', async (_, text) => {
  const { downstreamsOf, names } = reader(text);
  for (const _attempt of [1, 2]) {
    await expect(downstreamsOf('crm', SIGNAL)).rejects.toMatchObject({ failure: { reason: 'loan_refused' } });
  }
  expect(names).toHaveLength(2);
});
