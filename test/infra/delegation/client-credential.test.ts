import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { expect, test } from 'vitest';
import { ClientCredential } from '../../../infra/delegation/client-credential.ts';
import { exampleTool } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { actionsOf, roleOf, rolesOf } from '../policies-of.ts';
import { exampleDownstream } from '../tool/downstream-example.ts';

function secretClient(props: secretsmanager.SecretProps = {}) {
  const { stack, tool } = exampleTool();
  const secret = new secretsmanager.Secret(stack, 'Client', props);
  tool.addDownstream('ledger', exampleDownstream({ clientCredential: ClientCredential.secret(secret, 'desk') }));
  return plainTemplate(stack);
}

test('the gateway reads the secret of its client, that one alone, and no tool does (H2, D1)', () => {
  const template = secretClient();
  const about = roleOf(template, 'GatewayFunctionRole').statements.filter(({ Action }) =>
    Action.some((action) => action.startsWith('secretsmanager:')),
  );
  expect(about).toEqual([
    { Effect: 'Allow', Action: ['secretsmanager:GetSecretValue'], Resource: [expect.stringMatching(/^<Client\w+>$/)] },
  ]);
  const readers = rolesOf(template).filter((role) => actionsOf(role).some((it) => it.startsWith('secretsmanager:')));
  expect(readers).toHaveLength(1);
});

test('the secret’s own policy denies its value to everybody else (H2)', () => {
  expect(ofType(secretClient(), 'AWS::SecretsManager::ResourcePolicy').map(([, it]) => it.ResourcePolicy)).toEqual([
    {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'secretsmanager:GetSecretValue',
          Resource: '*',
          Condition: {
            ArnNotEquals: { 'aws:PrincipalArn': [expect.stringMatching(/^<GatewayFunctionRole\w+\.Arn>$/)] },
          },
        },
      ],
    },
  ]);
});

test('a key of the team’s own is used through Secrets Manager alone (H2)', () => {
  const { stack, tool } = exampleTool();
  const encryptionKey = new kms.Key(stack, 'Own');
  const secret = new secretsmanager.Secret(stack, 'Client', { encryptionKey });
  tool.addDownstream('ledger', exampleDownstream({ clientCredential: ClientCredential.secret(secret, 'desk') }));
  const decrypts = roleOf(plainTemplate(stack), 'GatewayFunctionRole').statements.filter(({ Action }) =>
    Action.includes('kms:Decrypt'),
  );
  expect(decrypts).toEqual([
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt'],
      Resource: [expect.stringMatching(/^<Own\w+\.Arn>$/)],
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.<AWS::Region>.<AWS::URLSuffix>' } },
    },
  ]);
});

test('a secret is named by its complete ARN: no policy guesses its end', () => {
  const stack = new Stack();
  const partial = secretsmanager.Secret.fromSecretNameV2(stack, 'Partial', 'desk');
  expect(() => ClientCredential.secret(partial, 'desk')).toThrow('is named by its complete ARN');
  const complete = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:desk-AbCdEf';
  const secret = secretsmanager.Secret.fromSecretCompleteArn(stack, 'Complete', complete);
  expect(ClientCredential.secret(secret, 'desk').secretArn).toBe(complete);
  const wild = { ...partial, node: partial.node, secretFullArn: `${complete.slice(0, -6)}??????` };
  expect(() =>
    ClientCredential.secret(Object.assign(wild, { addToResourcePolicy: () => ({ statementAdded: true }) }), 'desk'),
  ).toThrow('without wildcards');
});

test('with the gateway’s key there is no secret at all (H1)', () => {
  const credential = ClientCredential.gatewayKey('desk');
  expect([credential.clientId, credential.secretArn]).toEqual(['desk', undefined]);
});
