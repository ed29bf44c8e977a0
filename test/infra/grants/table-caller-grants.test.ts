import { Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import { TableCallerGrants } from '../../../infra/grants/table-caller-grants.ts';
import { CALLER_VARIABLE } from '../../../shared/session-tags.ts';
import { exampleTool } from '../example-gateway.ts';
import { plainTemplate } from '../plain-template.ts';
import { roleOf } from '../policies-of.ts';

const KEY = { name: 'callerId', type: dynamodb.AttributeType.STRING };
const THIS_CALLER = {
  'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [CALLER_VARIABLE] },
  Null: { 'dynamodb:LeadingKeys': 'false' },
};

function tableAndTool(encryption = dynamodb.TableEncryption.AWS_MANAGED) {
  const { stack, tool } = exampleTool();
  const table = new dynamodb.Table(stack, 'Orders', { partitionKey: KEY, encryption });
  const rights = () => roleOf(plainTemplate(stack), 'GatewayLookCallerRole').statements;
  return { tool, table, rights };
}

test("a read grant reaches this caller's items and no others (D9)", () => {
  const { tool, table, rights } = tableAndTool();

  TableCallerGrants.fromTable(table).read(tool);

  expect(rights()).toEqual([
    {
      Effect: 'Allow',
      Action: ['dynamodb:BatchGetItem', 'dynamodb:GetItem', 'dynamodb:Query'],
      Resource: [expect.stringMatching(/^<Orders\w+\.Arn>$/)],
      Condition: THIS_CALLER,
    },
  ]);
});

test('no grant allows a scan, which carries no key, or a statement in PartiQL (D9)', () => {
  const { tool, table, rights } = tableAndTool();

  TableCallerGrants.fromTable(table).readWrite(tool);

  const actions = rights().flatMap(({ Action }) => Action);
  expect(actions.toSorted()).toEqual([
    'dynamodb:BatchGetItem',
    'dynamodb:BatchWriteItem',
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ]);
});

test("every statement of a write grant is bound to the caller's key, and the key must be there (D9)", () => {
  const { tool, table, rights } = tableAndTool();

  TableCallerGrants.fromTable(table).readWrite(tool);

  for (const { Condition } of rights()) expect(Condition).toEqual(THIS_CALLER);
});

test('an index is granted by its name and never by a wildcard (D1)', () => {
  const { tool, table, rights } = tableAndTool();

  TableCallerGrants.fromTable(table, ['byDate']).read(tool);

  expect(rights().flatMap(({ Resource }) => Resource ?? [])).toEqual([
    expect.stringMatching(/^<Orders\w+\.Arn>$/),
    expect.stringMatching(/^<Orders\w+\.Arn>\/index\/byDate$/),
  ]);
  expect(() => TableCallerGrants.fromTable(table, ['*'])).toThrow('an index is named without wildcards, got "*"');
});

test("a table's own key can be used through DynamoDB alone (D5)", () => {
  const { tool, table, rights } = tableAndTool(dynamodb.TableEncryption.CUSTOMER_MANAGED);

  TableCallerGrants.fromTable(table).read(tool);

  expect(rights()).toContainEqual({
    Effect: 'Allow',
    Action: ['kms:Decrypt'],
    Resource: [expect.stringMatching(/^<OrdersKey\w+\.Arn>$/)],
    Condition: { StringEquals: { 'kms:ViaService': 'dynamodb.<AWS::Region>.<AWS::URLSuffix>' } },
  });
});

test('fails when the grantee is no tool, because its sessions carry no caller', () => {
  const { table } = tableAndTool();
  const stranger = new lambda.Function(Stack.of(table), 'Stranger', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('//'),
  });
  const grants = TableCallerGrants.fromTable(table);
  // @ts-expect-error a function is no tool
  expect(() => grants.read(stranger)).toThrow('a caller grant on a table goes to a tool, as addTool() returns it');
  // @ts-expect-error a function is no tool
  expect(() => grants.readWrite(stranger)).toThrow('a caller grant on a table goes to a tool');
});
