import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Call } from '../runtime/index.ts';

const Environment = z.object({ ORDERS_TABLE: z.string().min(1) });

/** The table of orders: partition key `callerId`, sort key `orderId`. The lent credentials open one partition of it. */
export function ordersTable({ credentials }: Call): { readonly TableName: string; readonly client: DynamoDBClient } {
  return { TableName: Environment.parse(process.env).ORDERS_TABLE, client: new DynamoDBClient({ credentials }) };
}

const Text = z.object({ S: z.string() }).transform(({ S }) => S);

/** One item of the table, as DynamoDB writes it, read as an order. */
export const OrderItem = z.object({
  orderId: Text,
  item: Text,
  cents: z.object({ N: z.coerce.number<string>() }).transform(({ N }) => N),
  status: Text.pipe(z.enum(['open', 'shipped', 'delivered', 'refunded'])),
  placedAt: Text,
});
