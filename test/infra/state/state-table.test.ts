import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { StateTable, type StateTableProps } from '../../../infra/state/state-table.ts';
import { clientDocumentKey } from '../../../shared/state-table.ts';
import { quickApp } from '../example-gateway.ts';
import { ofType, plainTemplate } from '../plain-template.ts';
import { roleOf, type Statement } from '../policies-of.ts';

function stateTable(props?: StateTableProps) {
  const stack = new Stack(quickApp(), 'Example');
  return { stack, state: new StateTable(stack, 'State', props) };
}

function rightsFrom(give: (state: StateTable, grantee: iam.Role) => void): readonly Statement[] {
  const { stack, state } = stateTable();
  give(state, new iam.Role(stack, 'Grantee', { assumedBy: new iam.AccountRootPrincipal() }));
  return roleOf(plainTemplate(stack), 'Grantee').statements;
}

function on(...keys: string[]) {
  return {
    Effect: 'Allow',
    Resource: [expect.stringMatching(/^<State\w+\.Arn>$/)],
    Condition: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  };
}

test('the authorizer reads stops and admitted clients, in one request, and changes nothing (B7)', () => {
  expect(rightsFrom((state, grantee) => state.grantReadStops(grantee))).toEqual([
    { ...on('stop#*', 'client#*'), Action: ['dynamodb:BatchGetItem'] },
  ]);
});

test('the operator writes stops and nothing else; of clients it only learns which there are (B7, C4)', () => {
  expect(rightsFrom((state, grantee) => state.grantWriteStops(grantee))).toEqual([
    { ...on('stop#*'), Action: ['dynamodb:GetItem', 'dynamodb:UpdateItem'] },
    { ...on('client#*', 'sign-in#document#*'), Action: ['dynamodb:GetItem'] },
  ]);
  expect(clientDocumentKey('a')).toBe('sign-in#document#a');
});

test('the sign-in facade admits clients and cannot lift a stop (B7, C4)', () => {
  expect(rightsFrom((state, grantee) => state.grantSignIn(grantee))).toEqual([
    {
      ...on('client#*', 'sign-in#*'),
      Action: ['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
    },
  ]);
});

test('a revocation can be restored to any second and survives the deletion of the stack (B7)', () => {
  const template = plainTemplate(stateTable().stack);
  const [[id, table] = []] = ofType(template, 'AWS::DynamoDB::Table');
  expect(table).toMatchObject({
    KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    BillingMode: 'PAY_PER_REQUEST',
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    SSESpecification: { SSEEnabled: true },
    DeletionProtectionEnabled: true,
  });
  expect(template.Resources[id ?? '']?.DeletionPolicy).toBe('Retain');
});

test('a deployment made to be thrown away can be deleted with its table', () => {
  const template = plainTemplate(stateTable({ removalPolicy: RemovalPolicy.DESTROY }).stack);
  const [[id, table] = []] = ofType(template, 'AWS::DynamoDB::Table');
  expect(table?.DeletionProtectionEnabled).toBe(false);
  expect(template.Resources[id ?? '']?.DeletionPolicy).toBe('Delete');
});

test('cdk-nag has nothing to say about table and grants', () => {
  const app = quickApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const stack = new Stack(app, 'Example');
  const state = new StateTable(stack, 'State');
  const role = new iam.Role(stack, 'Grantee', { assumedBy: new iam.AccountRootPrincipal() });
  state.grantReadStops(role);
  state.grantWriteStops(role);
  state.grantSignIn(role);
  expect(() => app.synth()).not.toThrow();
});
