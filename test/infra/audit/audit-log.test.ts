import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { expect, test } from 'vitest';
import { AuditLog } from '../../../infra/audit/audit-log.ts';
import { quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { actionsOf, roleOf } from '../policies-of.ts';

function auditLog() {
  const stack = new Stack(quickApp(), 'Example');
  return { stack, log: new AuditLog(stack, 'AuditLog') };
}

test('records are kept for two years, encrypted and protected from deletion (I5)', () => {
  const { stack } = auditLog();
  Template.fromStack(stack).hasResource('AWS::Logs::LogGroup', {
    Properties: { RetentionInDays: 731, DeletionProtectionEnabled: true },
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
  });
  expect(ofType(plainTemplate(stack), 'AWS::Logs::LogGroup')[0]?.[1].KmsKeyId).toMatch(/^<AuditLogKey\w+\.Arn>$/);
});

test('the key is rotated, and CloudWatch Logs may use it for log groups of this account alone (I5)', () => {
  const [[, key] = []] = ofType(plainTemplate(auditLog().stack), 'AWS::KMS::Key');
  expect(key?.EnableKeyRotation).toBe(true);
  expect(key?.KeyPolicy).toMatchObject({
    Statement: expect.arrayContaining([
      expect.objectContaining({
        Principal: { Service: 'logs.<AWS::Region>.<AWS::URLSuffix>' },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn':
              'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group:*',
          },
        },
      }),
    ]),
  });
});

test('a reader can read records and change nothing (I5)', () => {
  const { stack, log } = auditLog();
  log.grantRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }));
  for (const action of actionsOf(roleOf(plainTemplate(stack), 'Reader'))) {
    expect(action).toMatch(/^logs:(Filter|Get|Describe)/);
  }
});

test('refusals are counted (I7)', () => {
  const { stack, log } = auditLog();
  expect(ofType(plainTemplate(stack), 'AWS::Logs::MetricFilter')).toMatchObject([
    [expect.any(String), { FilterPattern: '{ $.outcome = "refused" }' }],
  ]);
  expect(log.metricRefusals()).toMatchObject({
    namespace: 'Sallyport',
    metricName: 'Example/Refusals',
    statistic: 'Sum',
  });
});

test('a key of the team is used when it is given', () => {
  const stack = new Stack(quickApp(), 'Example');
  new AuditLog(stack, 'AuditLog', { encryptionKey: new kms.Key(stack, 'Own') });
  expect(ofType(plainTemplate(stack), 'AWS::KMS::Key').map(([id]) => id)).toEqual([expect.stringMatching(/^Own/)]);
});
