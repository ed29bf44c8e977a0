import type { Json } from '../../../shared/json-schema.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import { AwsError } from './aws-refusal.ts';
import type { AwsService, VerifiedRequest } from './aws-service.ts';
import { DynamoInput, type TableRequest } from './dynamodb-input.ts';
import { dynamoQuestion } from './dynamodb-question.ts';
import { EngineRefusal } from './engine-refusal.ts';
import { type JsonOperation, jsonService, operation } from './json-service.ts';
import type { KeyUse } from './key-use.ts';
import type { TableDefinition } from './table-definition.ts';
import type { TableEngine } from './table-engine.ts';

/** What DynamoDB needs. */
export interface DynamoServiceParts {
  readonly stack: DeployedStack;
  readonly access: AccessControl;
  readonly keys: KeyUse;
  readonly tables: ReadonlyMap<string, TableDefinition>;
  readonly engine: TableEngine;
}

/** DynamoDB: the template's tables, each request judged before the engine sees it. PartiQL and transactions are unknown. */
export function dynamoService(parts: DynamoServiceParts): AwsService {
  return jsonService({
    signingName: 'dynamodb',
    target: 'DynamoDB_20120810',
    version: '1.0',
    operations: new Map<string, JsonOperation>([
      ['GetItem', operation(DynamoInput.GetItem, (input, request) => one('GetItem', input, request, parts))],
      ['PutItem', operation(DynamoInput.PutItem, (input, request) => one('PutItem', input, request, parts))],
      ['UpdateItem', operation(DynamoInput.UpdateItem, (input, request) => one('UpdateItem', input, request, parts))],
      ['DeleteItem', operation(DynamoInput.DeleteItem, (input, request) => one('DeleteItem', input, request, parts))],
      ['Query', operation(DynamoInput.Query, (input, request) => one('Query', input, request, parts))],
      ['Scan', operation(DynamoInput.Scan, (input, request) => one('Scan', input, request, parts))],
      ['DescribeTable', operation(DynamoInput.DescribeTable, (input, request) => describe(input, request, parts))],
      [
        'BatchGetItem',
        operation(DynamoInput.BatchGetItem, (input, request) => {
          const tables = Object.entries(input.RequestItems).map(([TableName, part]) => ({ TableName, ...part }));
          return batch('BatchGetItem', input, tables, request, parts);
        }),
      ],
      [
        'BatchWriteItem',
        operation(DynamoInput.BatchWriteItem, (input, request) => {
          const tables = Object.entries(input.RequestItems).map(([TableName, writes]) => {
            const Keys = writes.map((write) =>
              'PutRequest' in write ? write.PutRequest.Item : write.DeleteRequest.Key,
            );
            return { TableName, Keys };
          });
          return batch('BatchWriteItem', input, tables, request, parts);
        }),
      ],
    ]),
  });
}

/** A request about the rows of one table. */
function one(
  name: string,
  input: TableRequest & { readonly [parameter: string]: unknown },
  request: VerifiedRequest,
  parts: DynamoServiceParts,
): Promise<Json> {
  authorise(name, input, request, parts);
  return ask(name, input, parts.engine);
}

/** A request about several tables needs the permission on every one of them. */
function batch(
  name: string,
  input: { readonly [parameter: string]: unknown },
  tables: readonly TableRequest[],
  request: VerifiedRequest,
  parts: DynamoServiceParts,
): Promise<Json> {
  for (const table of tables) authorise(name, table, request, parts);
  return ask(name, input, parts.engine);
}

/** Names no rows, so no key of the table's encryption is used. */
function describe(input: TableRequest, request: VerifiedRequest, parts: DynamoServiceParts): Promise<Json> {
  requireTable('DescribeTable', input, request, parts);
  return ask('DescribeTable', { TableName: input.TableName }, parts.engine);
}

function authorise(name: string, input: TableRequest, request: VerifiedRequest, parts: DynamoServiceParts): void {
  const table = requireTable(name, input, request, parts);
  if (table?.keyId === undefined) return;
  parts.keys.requireUse(request, table.keyId, {
    action: 'kms:Decrypt',
    via: 'dynamodb',
    encryptionContext: {
      'aws:dynamodb:tableName': table.name,
      'aws:dynamodb:subscriberId': parts.stack.account,
    },
  });
}

function requireTable(
  name: string,
  input: TableRequest,
  request: VerifiedRequest,
  { stack, access, tables }: DynamoServiceParts,
): TableDefinition | undefined {
  const table = tables.get(input.TableName);
  const arn = `arn:aws:dynamodb:${stack.region}:${stack.account}:table/${input.TableName}`;
  access.require(request, dynamoQuestion(name, input, table, arn));
  return table;
}

async function ask(name: string, input: { readonly [key: string]: unknown }, engine: TableEngine): Promise<Json> {
  const { status, body } = await engine.ask(name, input);
  if (status === 200) return body;
  const refusal = EngineRefusal.parse(body);
  throw new AwsError({ reason: 'service', status, ...refusal });
}
