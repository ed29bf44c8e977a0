import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { listOrders } from '../../shared/tools/list-orders.ts';
import { ToolError, toolHandler } from '../runtime/index.ts';
import { OrderItem, ordersTable } from './orders-table.ts';

/** All orders of one customer are read to find the newest; nobody at this desk has more. */
const MAX_ORDERS = 500;

export const handler = toolHandler(listOrders, async ({ limit }, call) => {
  const { client, TableName } = ordersTable(call);
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: 'callerId = :caller',
      ExpressionAttributeValues: { ':caller': { S: call.caller.id } },
      Limit: MAX_ORDERS,
    }),
    { abortSignal: call.signal },
  );
  if (LastEvaluatedKey)
    throw new ToolError('There are too many orders to list. Ask for an order id and use get_order.');
  const orders = Items.map((item) => OrderItem.parse(item));
  return { orders: orders.sort((a, b) => b.placedAt.localeCompare(a.placedAt)).slice(0, limit) };
});
