import * as z from 'zod';
import { defineTool } from '../tool-contract.ts';
import { Order } from './list-orders.ts';

export const getOrder = defineTool({
  name: 'get_order',
  title: 'Look up one order',
  description: 'Shows one order of the signed-in customer. Find the order id with list_orders.',
  effect: 'read',
  scope: 'orders.read',
  input: z.strictObject({
    orderId: z
      .string()
      .regex(/^ord_[a-z0-9]{12}$/)
      .max(16),
  }),
  output: z.strictObject({ order: Order }),
});
