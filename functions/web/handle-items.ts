import { DeleteItemCommand, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { StateAttribute } from '../../shared/state-table.ts';

/** A text attribute of an item. */
export const TextAttribute = z.object({ S: z.string() }).transform(({ S }) => S);

/** What these items are kept with. */
export interface HandleItemsProps {
  readonly dynamodb: Pick<DynamoDBClient, 'send'>;
  readonly table: string;
  readonly now: () => Date;
}

/** Items of the state table that a secret handle opens, each for a short while and once. The key holds the handle's digest. */
export interface HandleItems {
  /** @throws also when there is such an item already. */
  put(key: string, texts: Readonly<Record<string, string | undefined>>, seconds: number): Promise<void>;
  /** Takes an item out of the table, so that no other request finds it any more. */
  take<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | undefined>;
}

/** Makes the items' store in the state table. */
export function handleItems({ dynamodb, table, now }: HandleItemsProps): HandleItems {
  const seconds = () => Math.floor(now().getTime() / 1000);
  return {
    async put(key, texts, life) {
      const attributes = Object.entries(texts).flatMap(([name, text]) =>
        text === undefined ? [] : [[name, { S: text }]],
      );
      const command = new PutItemCommand({
        TableName: table,
        Item: {
          ...Object.fromEntries(attributes),
          [StateAttribute.key]: { S: key },
          [StateAttribute.expiresAt]: { N: String(seconds() + life) },
        },
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': StateAttribute.key },
      });
      await dynamodb.send(command);
    },
    /** Reads and deletes in one step, so that of two requests with the same handle one finds nothing (B11). */
    async take(key, schema) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: { [StateAttribute.key]: { S: key } },
        ReturnValues: 'ALL_OLD',
      });
      const { Attributes: item } = await dynamodb.send(command);
      return isAlive(item, seconds()) ? schema.parse(item) : undefined;
    },
  };
}

/** Whether an item may still be used: DynamoDB deletes expired ones when it gets to it, which may be days later. */
export function isAlive(
  item: Readonly<Record<string, { readonly N?: string | undefined }>> | undefined,
  seconds: number,
): boolean {
  return item !== undefined && Number(item[StateAttribute.expiresAt]?.N) > seconds;
}
