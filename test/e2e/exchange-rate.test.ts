import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startFixture } from './local-mode.ts';
import { rawCall } from './raw-request.ts';

let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

async function ask(from: string, to: string, scopes = ['rates.read']): Promise<string> {
  const token = await running.token({ user: 'alice', scopes });
  return (await rawCall(running.endpoint, token, 'exchange_rate', { from, to })).text;
}

test('alice asks for a rate: the tool reads its key with the loan and shows it to the service (H2)', async () => {
  expect(await ask('EUR', 'USD')).toContain('"rate":1.0842');
});

test('a currency without a rate is told in words', async () => {
  expect(await ask('EUR', 'XXX')).toContain('There is no rate between these currencies');
});

test('a call after a rotation uses the new key, and the service knows no other (H2)', async () => {
  const { endpoint, region, ...credentials } = running.localMode.state.aws;
  const [secret] = running.localMode.stack.ofType('AWS::SecretsManager::Secret');
  await new SecretsManagerClient({ endpoint, region, credentials }).send(
    new PutSecretValueCommand({ SecretId: secret?.arn, SecretString: 'rotated-'.repeat(4) }),
  );
  expect(await ask('USD', 'EUR')).toContain('"rate":0.922339');
});

test('without its scope nobody is asked (C6)', async () => {
  expect(await ask('EUR', 'USD', ['orders.read'])).not.toContain('1.0842');
});
