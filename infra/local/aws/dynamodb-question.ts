import type { Json } from '../../../shared/json-schema.ts';
import type { AccessQuestion } from './access-control.ts';
import { invalidInput } from './aws-refusal.ts';
import type { ContextKeys } from './caller-context.ts';
import { attributesOf, equalTo, type Substitutes } from './dynamodb-expression.ts';
import type { TableRequest } from './dynamodb-input.ts';
import { tagKeys } from './resource-tags.ts';
import type { TableDefinition } from './table-definition.ts';

/** A request about a table, as a question to IAM. The table may not exist; that is learned only by who may ask. */
export function dynamoQuestion(
  operation: string,
  request: TableRequest,
  table: TableDefinition | undefined,
  tableArn: string,
): AccessQuestion {
  return {
    action: `dynamodb:${operation}`,
    resource: request.IndexName === undefined ? tableArn : `${tableArn}/index/${request.IndexName}`,
    context: contextOf(request, table),
    resourcePolicy: table?.resourcePolicy,
  };
}

function contextOf(request: TableRequest, table: TableDefinition | undefined): ContextKeys {
  const partitionKey = table?.partitionKey(request.IndexName);
  const leading = partitionKey === undefined ? [] : leadingKeys(request, partitionKey);
  const attributes = attributesTouched(request);
  return {
    ...(leading.length > 0 ? { 'dynamodb:LeadingKeys': leading } : {}),
    ...(attributes.length > 0 ? { 'dynamodb:Attributes': attributes } : {}),
    ...(request.Select === undefined ? {} : { 'dynamodb:Select': request.Select }),
    ...(request.ReturnValues === undefined ? {} : { 'dynamodb:ReturnValues': request.ReturnValues }),
    ...(table === undefined ? {} : tagKeys('aws:ResourceTag', table.tags)),
  };
}

/**
 * Partition key values a request reaches; none for a scan.
 *
 * @throws AwsError when the request must name one and does not: an absent key would satisfy `ForAllValues`.
 */
function leadingKeys(request: TableRequest, partitionKey: string): readonly string[] {
  const items = [request.Key, request.Item, ...(request.Keys ?? [])].filter((item) => item !== undefined);
  const { KeyConditionExpression: condition } = request;
  const values =
    condition === undefined
      ? items.map((item) => item[partitionKey] ?? null)
      : equalTo(partitionKey, condition, substitutesOf(request));
  if (condition !== undefined && values.length === 0) {
    throw invalidInput(`Query condition missed key schema element: ${partitionKey}`);
  }
  return [...new Set(values.map(keyText))];
}

/** A key as text: strings as they are, numbers and binary in their wire form. */
function keyText(value: Json): string {
  if (value !== null && typeof value === 'object') {
    const [[type, inner] = [], ...others] = Object.entries(value);
    const isKey = type === 'S' || type === 'N' || type === 'B';
    if (isKey && others.length === 0 && typeof inner === 'string') return inner;
  }
  throw invalidInput('The provided key element does not match the schema');
}

function attributesTouched(request: TableRequest): readonly string[] {
  const substitutes = substitutesOf(request);
  const expressions = [
    request.KeyConditionExpression,
    request.ProjectionExpression,
    request.FilterExpression,
    request.ConditionExpression,
    request.UpdateExpression,
  ];
  const named = expressions.flatMap((text) => (text === undefined ? [] : attributesOf(text, substitutes)));
  const items = [request.Key, request.Item, ...(request.Keys ?? [])];
  return [...new Set([...named, ...items.flatMap((item) => Object.keys(item ?? {}))])];
}

function substitutesOf({ ExpressionAttributeNames, ExpressionAttributeValues }: TableRequest): Substitutes {
  return { names: ExpressionAttributeNames ?? {}, values: ExpressionAttributeValues ?? {} };
}
