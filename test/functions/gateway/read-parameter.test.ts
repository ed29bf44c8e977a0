import { SSMClient } from '@aws-sdk/client-ssm';
import { expect, test } from 'vitest';
import { parameterReader } from '../../../functions/gateway/read-parameter.ts';

function reader(parameter: object | undefined) {
  const names: unknown[] = [];
  let clients = 0;
  const read = parameterReader(async () => {
    clients += 1;
    const client = new SSMClient({ region: 'eu-west-1' });
    client.middlewareStack.add(
      () =>
        async ({ input }) => {
          names.push(input);
          return { response: {}, output: { $metadata: {}, ...(parameter && { Parameter: parameter }) } };
        },
      { step: 'initialize', priority: 'high' },
    );
    return client;
  });
  return { read: () => read('/a/b', new AbortController().signal), names, clients: () => clients };
}

test('gives the text of the parameter that was named, by one client', async () => {
  const { read, names, clients } = reader({ Type: 'String', Value: 'text' });
  expect([await read(), await read()]).toEqual(['text', 'text']);
  expect(names).toEqual([{ Name: '/a/b' }, { Name: '/a/b' }]);
  expect(clients()).toBe(1);
});

test.each([
  ['no parameter', undefined],
  ['one without value', { Type: 'String' }],
  ['a list', { Type: 'StringList', Value: 'a,b' }],
  ['a secret, which is not decrypted', { Type: 'SecureString', Value: 'AQICAHh' }],
])('fails for %s (C1)', async (_, parameter) => {
  await expect(reader(parameter).read()).rejects.toThrow('the parameter has no text');
});
