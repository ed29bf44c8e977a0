import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetRandomPasswordCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GenerateSecretString, generatedSecret } from '../../../../infra/local/aws/generated-secret.ts';
import type { DeployedResource, DeployedStack } from '../../../../infra/local/template/deployed-stack.ts';
import { borrow, clientFor, type EndpointFixture, startFixture } from './endpoint-fixture.ts';
import { CALLER_ROLE, DATA_KEY, policy, resource, SECRET, supportDeskStack } from './support-desk-stack.ts';

let fixture: EndpointFixture;
let secrets: SecretsManagerClient;
async function start(stack?: DeployedStack): Promise<void> {
  fixture = await startFixture(stack);
  secrets = new SecretsManagerClient(clientFor(fixture.endpoint, await borrow(fixture.endpoint, 'alice-id')));
}
async function restart(change: (all: DeployedResource[]) => DeployedResource[]): Promise<void> {
  await fixture.endpoint.close();
  await start(supportDeskStack(change));
}
beforeEach(() => start());
afterEach(() => fixture.endpoint.close());

const denied = { name: 'AccessDeniedException' };

test('gives the value of a secret by ARN and by name, random in every start', async () => {
  const byArn = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  expect(byArn).toMatchObject({ ARN: SECRET, Name: 'payment-key', VersionStages: ['AWSCURRENT'] });
  expect(byArn.SecretString).toHaveLength(32);
  const byName = await secrets.send(new GetSecretValueCommand({ SecretId: 'payment-key' }));
  expect(byName.SecretString).toBe(byArn.SecretString);
  await restart((all) => all);
  const later = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  expect(later.SecretString).not.toBe(byArn.SecretString);
});

test('keeps the previous version beside a new one', async () => {
  const before = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  await secrets.send(new PutSecretValueCommand({ SecretId: SECRET, SecretString: 'new value' }));
  const current = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  expect(current.SecretString).toBe('new value');
  const previous = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET, VersionStage: 'AWSPREVIOUS' }));
  expect(previous.SecretString).toBe(before.SecretString);
  const { VersionIdsToStages } = await secrets.send(new DescribeSecretCommand({ SecretId: SECRET }));
  expect(Object.values(VersionIdsToStages ?? {})).toEqual([['AWSCURRENT'], ['AWSPREVIOUS']]);
});

test('lets a caller make, read and delete a secret under their own name, and under no other', async () => {
  const made = await secrets.send(new CreateSecretCommand({ Name: 'users/alice-id/token', SecretString: 'v' }));
  expect(made.ARN).toMatch(/:secret:users\/alice-id\/token-[A-Za-z]{6}$/);
  const read = await secrets.send(new GetSecretValueCommand({ SecretId: made.ARN }));
  expect(read.SecretString).toBe('v');
  const twice = secrets.send(new CreateSecretCommand({ Name: 'users/alice-id/token', SecretString: 'v' }));
  await expect(twice).rejects.toMatchObject({ name: 'ResourceExistsException' });
  const other = secrets.send(new CreateSecretCommand({ Name: 'users/bob-id/token', SecretString: 'v' }));
  await expect(other).rejects.toMatchObject(denied);

  const bob = await borrow(fixture.endpoint, 'bob-id');
  const his = new SecretsManagerClient(clientFor(fixture.endpoint, bob));
  await expect(his.send(new GetSecretValueCommand({ SecretId: made.ARN }))).rejects.toMatchObject(denied);

  await secrets.send(new DeleteSecretCommand({ SecretId: made.ARN }));
  const gone = secrets.send(new GetSecretValueCommand({ SecretId: made.ARN }));
  await expect(gone).rejects.toMatchObject({ name: 'InvalidRequestException' });
});

describe('refuses', () => {
  test('a secret of which the caller’s policies say nothing, whether it exists or not', async () => {
    const asked = secrets.send(new GetSecretValueCommand({ SecretId: 'somebody-elses' }));
    await expect(asked).rejects.toMatchObject(denied);
    const missing = secrets.send(new GetSecretValueCommand({ SecretId: 'users/alice-id/none' }));
    await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  test('a secret whose key the caller may not use', async () => {
    const keyPolicy = policy({
      Effect: 'Allow',
      Action: 'kms:*',
      Principal: { AWS: CALLER_ROLE },
      Resource: '*',
      Condition: { StringEquals: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' } },
    });
    await restart((all) =>
      all.map((one) => (one.arn === DATA_KEY ? { ...one, properties: { KeyPolicy: keyPolicy } } : one)),
    );
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: SECRET }))).rejects.toMatchObject(denied);
    expect(fixture.decisions.at(-1)).toMatchObject({ action: 'kms:Decrypt', resource: DATA_KEY });
  });

  test('a caller whom the secret’s own policy denies', async () => {
    const ResourcePolicy = policy({
      Effect: 'Deny',
      Action: 'secretsmanager:*',
      Principal: { AWS: CALLER_ROLE },
      Resource: '*',
    });
    await restart((all) => [
      ...all,
      resource('AWS::SecretsManager::ResourcePolicy', SECRET, undefined, { SecretId: SECRET, ResourcePolicy }),
    ]);
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: SECRET }))).rejects.toMatchObject(denied);
  });

  test('operations it does not serve', async () => {
    const asked = secrets.send(new GetRandomPasswordCommand({}));
    await expect(asked).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

test('takes a demo value from the metadata and refuses a name nobody gave', async () => {
  const withDemo = (value: string) => (all: DeployedResource[]) =>
    all.map((one) => (one.arn === SECRET ? { ...one, metadata: { 'sallyport:demo': { value } } } : one));
  await restart(withDemo('key of {{alice}}'));
  const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: SECRET }));
  expect(SecretString).toBe('key of alice-id');
  await expect(startFixture(supportDeskStack(withDemo('{{mallory}}')))).rejects.toThrow(/mallory/);
});

describe('a generated value', () => {
  test('has the length, the classes and the exclusions that were asked for', () => {
    const rules = GenerateSecretString.parse({
      PasswordLength: 20,
      ExcludePunctuation: true,
      ExcludeCharacters: 'abc',
    });
    expect(generatedSecret(rules)).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[d-zA-Z0-9]{20}$/);
  });

  test('is put into a template under its key', () => {
    const rules = GenerateSecretString.parse({ SecretStringTemplate: '{"user":"u"}', GenerateStringKey: 'password' });
    expect(JSON.parse(generatedSecret(rules))).toMatchObject({
      user: 'u',
      password: expect.stringMatching(/^.{32}$/s),
    });
  });
});
