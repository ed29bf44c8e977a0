import { CreateSecretCommand, PutSecretValueCommand, ResourceExistsException } from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { ConnectError } from '../../../functions/connect/connect-failure.ts';
import { secretSaver } from '../../../functions/connect/save-secret.ts';
import { CONNECTION, ENTERED, ENVIRONMENT, REQUEST } from './fixture/test-connect.ts';

const LOAN = { AccessKeyId: 'id', SecretAccessKey: 'key', SessionToken: 'token' };
const NAME = 'sallyport/parcel-accounts/alice-1';
const ARN = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${NAME}`;
const EXISTS = new ResourceExistsException({ message: 'it exists', $metadata: {} });

function setup({ fail, loan = LOAN }: { readonly fail?: Error; readonly loan?: object } = {}) {
  const [asked, sent, loans]: [Record<string, unknown>[], object[], unknown[]] = [[], [], []];
  const save = secretSaver({
    sts: {
      send: async (command: { readonly input: Record<string, unknown> }) => {
        asked.push(command.input);
        return { Credentials: loan };
      },
    },
    roleArn: ENVIRONMENT.CONNECTOR_ROLE_ARN,
    region: 'eu-west-1',
    secretsManager: (credentials) => {
      loans.push(credentials);
      return {
        send: async (command: object) => {
          sent.push(command);
          if (fail && command instanceof CreateSecretCommand) throw fail;
          return {};
        },
      };
    },
  });
  const run = (connection = CONNECTION) => save({ request: REQUEST, connection, value: ENTERED });
  return { asked, sent, loans, run };
}

test('borrows for this person, this client and this tool, for a quarter of an hour (B9, D5)', async () => {
  const { asked, loans, run } = setup();
  await run();
  expect(asked).toMatchObject([
    {
      RoleArn: ENVIRONMENT.CONNECTOR_ROLE_ARN,
      SourceIdentity: 'alice-1',
      DurationSeconds: 900,
      Tags: [
        { Key: 'caller', Value: 'alice-1' },
        { Key: 'client', Value: 'desk' },
        { Key: 'tool', Value: 'connect_account' },
      ],
    },
  ]);
  expect(loans).toEqual([{ accessKeyId: 'id', secretAccessKey: 'key', sessionToken: 'token' }]);
});

test('the session can write this one secret and nothing else (H2)', async () => {
  const { asked, run } = setup();
  await run();
  expect(JSON.parse(String(asked[0]?.Policy)).Statement).toEqual([
    {
      Effect: 'Allow',
      Action: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
      Resource: [ARN, `${ARN}-??????`],
    },
  ]);
});

test('with a key of the team the session may use that key, and the secret is made with it', async () => {
  const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/k';
  const { asked, sent, run } = setup();
  await run({ ...CONNECTION, ...{ keyArn } });
  expect(String(asked[0]?.Policy)).toContain(keyArn);
  expect(sent).toMatchObject([{ input: { KmsKeyId: keyArn } }]);
});

test('a first secret is made under the person’s name and says whose it is (H2)', async () => {
  const { sent, run } = setup();
  await run();
  expect(sent).toMatchObject([
    { input: { Name: NAME, SecretString: ENTERED, Tags: [{ Key: 'caller', Value: 'alice-1' }] } },
  ]);
});

test('a secret that is there already gets a new value', async () => {
  const { sent, run } = setup({ fail: EXISTS });
  await run();
  expect(sent.at(-1)).toBeInstanceOf(PutSecretValueCommand);
  expect(sent.at(-1)).toMatchObject({ input: { SecretId: NAME, SecretString: ENTERED } });
});

test.each([
  ['AWS refuses', { fail: new Error('not authorized') }],
  ['the loan is incomplete', { loan: {} }],
])('when %s nothing is kept, and that is said', async (_, options) => {
  const { sent, run } = setup(options);
  await expect(run()).rejects.toThrow(ConnectError);
  expect(sent.some((command) => command instanceof PutSecretValueCommand)).toBe(false);
});
