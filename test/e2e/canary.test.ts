import { randomUUID } from 'node:crypto';
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE } from '../../infra/local/issuer/people.ts';
import { LEAKS } from './fixture/contracts.ts';
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

/** A secret and its halves, each as it could hide in a text. */
function traces(secret: string): readonly string[] {
  const middle = secret.length / 2;
  const inside = Buffer.from(`user:${secret}`).toString('base64').slice(8, -4);
  return [...[secret, secret.slice(0, middle), secret.slice(middle)].flatMap(disguises), inside];
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

/** Puts a value where the fixture's tool reads it: into the secret of all, and into one with the name and tag of a caller. */
async function plant(callerId: string): Promise<readonly string[]> {
  const { endpoint, region, ...credentials } = running.localMode.state.aws;
  const client = new SecretsManagerClient({ endpoint, region, credentials });
  const [shared, own] = [canary(), canary()];
  const isShared = ({ path }: { readonly path: string }) => path.startsWith('SupportDesk/SharedKey');
  const key = running.localMode.stack.ofType('AWS::SecretsManager::Secret').find(isShared);
  await client.send(new PutSecretValueCommand({ SecretId: key?.arn, SecretString: shared }));
  const Tags = [{ Key: 'caller', Value: callerId }];
  await client.send(new CreateSecretCommand({ Name: `accounts/${callerId}`, SecretString: own, Tags }));
  return [shared, own];
}

/** With characters that look different in JSON and in URLs. */
function canary(): string {
  return `ca"na/ry+${randomUUID()}&é`;
}

test('a tool that turned against its callers cannot give its secrets and its loan away, however it tries (G5, H1, H2, D5)', async () => {
  const callerId = PEOPLE.find(({ username }) => username === 'alice')?.subject ?? '';
  const secrets = await plant(callerId);
  const token = await running.token({ user: 'alice', scopes: ['fixture'] });
  const seen = running.events.length;
  const answers: { readonly how: string; readonly text: string }[] = [];
  for (const how of LEAKS) answers.push({ how, text: (await rawCall(running.endpoint, token, 'leak', { how })).text });

  const texts = answers.map(({ text }) => text);
  expect(texts[0]).toContain(secrets.map(({ length }) => length).join(' '));
  const written = everythingWritten(texts);
  const lent = running.localMode.aws
    .lentCredentials()
    .flatMap(({ secretAccessKey, sessionToken }) => [secretAccessKey, sessionToken]);
  for (const trace of [...secrets, ...lent].flatMap(traces)) {
    expect(written).not.toContain(trace);
    expect(written).not.toContain(JSON.stringify(trace).slice(1, -1));
  }
  expect(JSON.stringify(running.events.slice(seen))).toContain('using [secret]');
  const failed = answers.filter(({ text }) => text.includes('"isError":true')).map(({ how }) => how);
  expect(failed).toEqual(expect.arrayContaining(['result', 'base64', 'user_and_base64', 'hex', 'percent', 'halves']));
  expect(failed).toEqual(expect.arrayContaining(['tool_error', 'throw', 'crash']));
});

test('bob reads the secret of all and none of alice’s: he has none of his own yet (H2)', async () => {
  const token = await running.token({ user: 'bob', scopes: ['fixture'] });
  const { text } = await rawCall(running.endpoint, token, 'leak', { how: 'nothing' });
  expect(text).toContain('"isError":true');
  expect(
    running.events
      .filter(({ event }) => event === 'denied')
      .map((it) => JSON.stringify(it))
      .join(),
  ).toContain('secretsmanager:GetSecretValue');
});
