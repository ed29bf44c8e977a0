import { createHash } from 'node:crypto';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { expect, test } from 'vitest';
import { targetFinder } from '../../../functions/operator/find-target.ts';
import { answeredBy } from './answered-by.ts';

const URL = 'https://client.example/metadata.json';
const DOCUMENT_KEY = `sign-in#document#${createHash('sha256').update(URL).digest('hex')}`;

function finder(answer: unknown, userPoolId: string | undefined = 'pool') {
  const asked: unknown[] = [];
  const find = targetFinder({
    cognito: answeredBy(new CognitoIdentityProviderClient({ region: 'eu-central-1' }), (command, input) => {
      expect(command).toBe('AdminGetUser');
      asked.push(input);
      if (answer instanceof Error) throw answer;
      return answer;
    }),
    items: { read: async (key) => (key === DOCUMENT_KEY ? { clientId: 'app-1' } : {}) },
    tools: ['list_orders'],
    ...(userPoolId !== '' && { userPoolId }),
  });
  return { find, asked };
}

const named = (name: string) => Object.assign(new Error('x'), { name });

test('a person is found by sign-in name or subject and stopped under the subject (B7)', async () => {
  const user = {
    Username: 'alice',
    UserAttributes: [
      { Name: 'email', Value: 'a@x' },
      { Name: 'sub', Value: 's-1' },
    ],
  };
  const { find, asked } = finder(user);
  expect(await find({ kind: 'user', name: 'alice' })).toEqual({
    target: { kind: 'user', name: 's-1' },
    username: 'alice',
  });
  expect(asked).toEqual([{ UserPoolId: 'pool', Username: 'alice' }]);
});

test.each([
  ['UserNotFoundException', 'target_unknown'],
  ['InvalidParameterException', 'target_unknown'],
  ['TooManyRequestsException', 'state_unreachable'],
])('when Cognito answers %s nothing is stopped under a guessed name: %s (B7)', async (name, reason) => {
  const { find } = finder(named(name));
  await expect(find({ kind: 'user', name: 'alice' })).rejects.toMatchObject({ reason });
});

test('a person without a subject is not stopped under a sign-in name (B7)', async () => {
  const { find } = finder({ Username: 'alice', UserAttributes: [] });
  await expect(find({ kind: 'user', name: 'alice' })).rejects.toMatchObject({ reason: 'state_unreachable' });
});

test('without a pool of our own a name is the subject or the client id', async () => {
  const { find, asked } = finder(named('never'), '');
  expect(await find({ kind: 'user', name: 'alice' })).toEqual({ target: { kind: 'user', name: 'alice' } });
  expect(await find({ kind: 'client', name: URL })).toEqual({ target: { kind: 'client', name: URL } });
  expect(asked).toEqual([]);
});

test('a client named by its metadata document is stopped under the id it has here (B7)', async () => {
  const { find } = finder(named('never'));
  expect(await find({ kind: 'client', name: URL })).toEqual({ target: { kind: 'client', name: 'app-1' } });
  await expect(find({ kind: 'client', name: 'https://nobody.example/' })).rejects.toMatchObject({
    reason: 'target_unknown',
  });
});

test.each(['token', 'client', 'all'] as const)('a %s is taken as it is named', async (kind) => {
  const target = kind === 'all' ? { kind } : { kind, name: 'name' };
  expect(await finder(named('never')).find(target)).toEqual({ target });
});

test.each(['pool', ''])(
  'a tool that the gateway does not have is refused: a stop for it would stop nothing (C7)',
  async (pool) => {
    const { find } = finder(undefined, pool);
    expect(await find({ kind: 'tool', name: 'list_orders' })).toEqual({
      target: { kind: 'tool', name: 'list_orders' },
    });
    await expect(find({ kind: 'tool', name: 'list_order' })).rejects.toMatchObject({ reason: 'target_unknown' });
  },
);
