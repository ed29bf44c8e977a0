import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { StateAttribute } from '../../shared/state-table.ts';
import { OAuthError } from './oauth-failure.ts';

/** Attributes of an item without its key. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

/** A change of single attributes, in DynamoDB's words. */
export interface ItemUpdate {
  readonly change: string;
  readonly condition?: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, AttributeValue>;
}

/** The state table, as what is kept about clients needs it. Every method throws OAuthError with `state_unreachable`. */
export interface ClientState {
  /** Reads what was written last. */
  get(key: string): Promise<Attributes | undefined>;
  put(key: string, attributes: Attributes): Promise<void>;
  /** @returns false when the condition does not hold. */
  update(key: string, update: ItemUpdate): Promise<boolean>;
  delete(key: string): Promise<void>;
}

export interface StateProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly stateTable: string;
}

/** Makes the way to the state table. */
export function clientState({ dynamodb, stateTable: TableName }: StateProps): ClientState {
  return {
    get: (key) =>
      reach(async () => {
        const read = new GetItemCommand({ TableName, Key: keyOf(key), ConsistentRead: true });
        return (await dynamodb.send(read)).Item;
      }),
    put: (key, attributes) =>
      reach(async () => {
        await dynamodb.send(new PutItemCommand({ TableName, Item: { ...attributes, ...keyOf(key) } }));
      }),
    update: (key, update) =>
      reach(async () => {
        try {
          await dynamodb.send(updateItem(TableName, key, update));
          return true;
        } catch (error) {
          if (error instanceof ConditionalCheckFailedException) return false;
          throw error;
        }
      }),
    delete: (key) =>
      reach(async () => {
        await dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(key) }));
      }),
  };
}

function updateItem(TableName: string, key: string, { change, condition, names, values }: ItemUpdate) {
  return new UpdateItemCommand({
    TableName,
    Key: keyOf(key),
    UpdateExpression: change,
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  });
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { [StateAttribute.key]: { S: key } };
}

async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    throw new OAuthError({ reason: 'state_unreachable' }, { cause });
  }
}
