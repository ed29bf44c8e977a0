import { randomUUID } from 'node:crypto';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Running, startFixture } from './local-mode.ts';
import { rawCall } from './raw-request.ts';

let running: Running;
beforeAll(async () => {
  running = await startFixture();
});
afterAll(() => running.close());

/** A value as it could hide in a text: as it is, and encoded. */
function disguises(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [value, bytes.toString('base64').replace(/=+$/, ''), bytes.toString('hex'), encodeURIComponent(value)];
}

function everythingWritten(answers: readonly string[]): string {
  const logs = running.localMode.stack
    .ofType('AWS::Logs::LogGroup')
    .map(({ physicalId }) => running.localMode.aws.logEvents(physicalId));
  return JSON.stringify([answers, running.events, logs, running.records()]);
}

test('token, lent credentials and a secret are in no result, error, log line, record or event (B8, D5, A10)', async () => {
  const token = await running.token({ user: 'alice', scopes: ['fixture', 'orders.read'] });
  const secret = `canary-${randomUUID()}`;
  const { endpoint, region, ...credentials } = running.localMode.state.aws;
  await new SecretsManagerClient({ endpoint, region, credentials }).send(
    new CreateSecretCommand({ Name: 'canary', SecretString: secret }),
  );
  const answers: string[] = [];
  for (const how of ['print_secrets', 'throw', 'tool_error', 'exit', 'bad_output']) {
    answers.push((await rawCall(running.endpoint, token, 'misbehave', { how, marker: 'm' })).text);
  }
  answers.push((await rawCall(running.endpoint, token, 'list_orders', {})).text);
  answers.push((await rawCall(running.endpoint, `${token}x`, 'list_orders', {})).text);

  const written = everythingWritten(answers);
  expect(written).toContain('[lent credentials]');
  const [, payload = '', signature = ''] = token.split('.');
  const loans = running.localMode.aws.lentCredentials();
  expect(loans.length).toBeGreaterThanOrEqual(6);
  const lent = loans.flatMap(({ accessKeyId, secretAccessKey, sessionToken }) => [
    accessKeyId,
    secretAccessKey,
    sessionToken,
  ]);
  for (const canary of [token, payload, signature, secret, ...lent]) {
    for (const disguise of disguises(canary)) expect(written).not.toContain(disguise);
  }
});

test('a tool’s process starts with its own role and settings, and nothing of the caller or the machine (B8, H1)', async () => {
  const token = await running.token({ user: 'alice', scopes: ['fixture'] });
  const seen = running.events.length;
  await rawCall(running.endpoint, token, 'misbehave', { how: 'print_secrets', marker: 'm' });
  const printed = JSON.stringify(running.events.slice(seen));
  expect(printed).toContain('AWS_LAMBDA_FUNCTION_NAME');
  expect(printed).not.toContain(token);
  for (const name of ['HOME', 'npm_config', 'VITEST', 'SSH_', 'USER:']) expect(printed).not.toContain(name);
});
