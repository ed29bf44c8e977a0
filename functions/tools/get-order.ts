import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { getOrder } from '../../shared/tools/get-order.ts';
import { ToolError, toolHandler } from '../runtime/index.ts';
import { OrderItem, ordersTable } from './orders-table.ts';

export const handler = toolHandler(getOrder, async ({ orderId }, call) => {
  const { client, TableName } = ordersTable(call);
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: { callerId: { S: call.caller.id }, orderId: { S: orderId } } }),
    { abortSignal: call.signal },
  );
  if (!Item) throw new ToolError('The customer has no order with that id. Call list_orders to see the orders.');
  return { order: OrderItem.parse(Item) };
});
