import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { StateAttribute } from '../../shared/state-table.ts';
import { OperatorError } from './operator-failure.ts';
import type { ItemValues, StopChange } from './stop-change.ts';

/** Items of the state table. Every method throws OperatorError with `state_unreachable` when DynamoDB does not answer. */
export interface StateItems {
  /** Values of an item as they are now; of one that is not there, none. */
  read(key: string): Promise<ItemValues>;
  /** Changes an item, unless it is no longer what `expected` says. Answers the values from before. */
  change(change: StopChange, expected?: ItemValues): Promise<ItemValues>;
}

/** The items of one table. */
export function stateItems(table: string, dynamodb: Pick<DynamoDBClient, 'send'>): StateItems {
  return {
    async read(key) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(key), ConsistentRead: true });
      const { Item } = await reached(() => dynamodb.send(command));
      return valuesOf(Item);
    },
    async change(change, expected) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(change.key),
        ReturnValues: 'ALL_OLD',
        ...update(change, expected),
      });
      const { Attributes } = await reached(() => dynamodb.send(command));
      return valuesOf(Attributes);
    },
  };
}

async function reached<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    throw new OperatorError('state_unreachable', { cause });
  }
}

type Update = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

function update(change: StopChange, expected: ItemValues | undefined): Update {
  switch (change.kind) {
    case 'set': {
      const values = Object.entries(change.values);
      return {
        UpdateExpression: `SET ${values.map((_, at) => `#n${at} = :v${at}`).join(', ')}`,
        ExpressionAttributeNames: Object.fromEntries(values.map(([name], at) => [`#n${at}`, name])),
        ExpressionAttributeValues: Object.fromEntries(values.map(([, value], at) => [`:v${at}`, { N: String(value) }])),
      };
    }
    // Who switched off in the meantime keeps it off.
    case 'remove':
      return {
        UpdateExpression: 'REMOVE #n',
        ConditionExpression: '#n = :was',
        ExpressionAttributeNames: { '#n': change.name },
        ExpressionAttributeValues: { ':was': { N: String(expected?.[change.name]) } },
      };
    case 'add':
    case 'delete':
      return {
        UpdateExpression: `${change.kind === 'add' ? 'ADD' : 'DELETE'} #n :tools`,
        ExpressionAttributeNames: { '#n': 'tools' },
        ExpressionAttributeValues: { ':tools': { SS: [change.tool] } },
      };
  }
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { [StateAttribute.key]: { S: key } };
}

function valuesOf(item: Record<string, AttributeValue> = {}): ItemValues {
  const values: ItemValues = {};
  for (const [name, { S, N, SS }] of Object.entries(item)) {
    if (name === StateAttribute.key) continue;
    const value = S ?? (N === undefined ? SS?.toSorted() : Number(N));
    if (value !== undefined) values[name] = value;
  }
  return values;
}
