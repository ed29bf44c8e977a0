import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { StateAttribute } from '../../shared/state-table.ts';

/** DynamoDB answers in a few milliseconds; API Gateway waits for an authorizer at most 30 s. */
const READ_TIMEOUT_MS = 2000;

/** One item as DynamoDB writes it. */
export type StateItem = Readonly<Record<string, AttributeValue>>;

/** Reads items of the state table; those that are not there are absent from the map. */
export type ReadState = (keys: ReadonlySet<string>) => Promise<ReadonlyMap<string, StateItem>>;

interface StateReaderProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
}

/**
 * Makes the reader: one request, consistent, bounded in time, and nothing kept from one request to the next (B7).
 *
 * An answer that leaves out a key might leave out a revocation, so only a whole answer counts.
 *
 * @throws Error when DynamoDB does not answer whole and in time.
 */
export function stateReader({ dynamodb, table }: StateReaderProps): ReadState {
  return async (keys) => {
    const Keys = [...keys].map((key) => ({ [StateAttribute.key]: { S: key } }));
    const { Responses, UnprocessedKeys } = await dynamodb.send(
      new BatchGetItemCommand({ RequestItems: { [table]: { ConsistentRead: true, Keys } } }),
      { abortSignal: AbortSignal.timeout(READ_TIMEOUT_MS) },
    );
    if (Object.keys(UnprocessedKeys ?? {}).length > 0) throw new Error('DynamoDB left keys unread');
    const items = Responses?.[table];
    if (!items) throw new Error('DynamoDB answered without the state table');
    return new Map(items.map((item) => [askedKey(item, keys), item]));
  };
}

function askedKey(item: StateItem, keys: ReadonlySet<string>): string {
  const key = item[StateAttribute.key]?.S;
  if (key === undefined || !keys.has(key)) throw new Error('DynamoDB answered an item nobody asked for');
  return key;
}
