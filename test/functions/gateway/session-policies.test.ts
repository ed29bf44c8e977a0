import { expect, test } from 'vitest';
import { sessionPolicies } from '../../../functions/gateway/session-policies.ts';

const SIGNAL = new AbortController().signal;
const policyOn = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: [resource] }],
});

function policies(read: (name: string) => string | Promise<string>) {
  const names: string[] = [];
  let time = 0;
  const made = sessionPolicies({
    gateway: 'desk',
    readParameter: async (name) => {
      names.push(name);
      return read(name);
    },
    now: () => new Date(time),
  });
  const advance = (milliseconds: number) => {
    time += milliseconds;
  };
  return { ...made, names, advance };
}

test('a template is read from the parameter of its tool, once for the environment (D2)', async () => {
  const { templateOf, names } = policies((name) => JSON.stringify(policyOn(name)));
  for (const tool of ['get_order', 'get_order', 'read_document']) {
    const [statement] = (await templateOf(tool, SIGNAL)).Statement;
    expect(statement?.Resource).toEqual([`/sallyport/desk/${tool}/session-policy`]);
  }
  expect(names).toEqual(['/sallyport/desk/get_order/session-policy', '/sallyport/desk/read_document/session-policy']);
});

test('a template is read again after five minutes, so that a narrower one reaches warm environments', async () => {
  let resource = 'old';
  const { templateOf, advance } = policies(() => JSON.stringify(policyOn(resource)));
  const read = async () => (await templateOf('get_order', SIGNAL)).Statement[0]?.Resource;
  await read();
  resource = 'new';
  advance(299_999);
  expect(await read()).toEqual(['old']);
  advance(1);
  expect(await read()).toEqual(['new']);
});

test('a template that became too old is not used when it cannot be read again (C1)', async () => {
  let gone = false;
  const { templateOf, advance } = policies(() =>
    gone ? Promise.reject(new Error('gone')) : JSON.stringify(policyOn('a')),
  );
  await templateOf('get_order', SIGNAL);
  gone = true;
  advance(300_000);
  await expect(templateOf('get_order', SIGNAL)).rejects.toMatchObject({ failure: { reason: 'loan_refused' } });
});

test.each([
  ['is gone', () => Promise.reject(new Error('ParameterNotFound'))],
  ['is no JSON', () => 'dynamodb:GetItem'],
  ['is empty', () => '{}'],
  ['denies', () => JSON.stringify(policyOn('a')).replace('Allow', 'Deny')],
  ['has an element that is not ours', () => JSON.stringify({ ...policyOn('a'), Id: 'x' })],
  ['allows all but', () => JSON.stringify(policyOn('a')).replace('"Action"', '"NotAction"')],
])('nothing is lent when the template %s, and the next call asks again (C1)', async (_, read) => {
  const { templateOf, names } = policies(read);
  for (const _attempt of [1, 2]) {
    await expect(templateOf('get_order', SIGNAL)).rejects.toMatchObject({ failure: { reason: 'loan_refused' } });
  }
  expect(names).toHaveLength(2);
});
