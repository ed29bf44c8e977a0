import * as z from 'zod';
import { defineTool } from '../tool-contract.ts';

export const Order = z.strictObject({
  orderId: z
    .string()
    .regex(/^ord_[a-z0-9]{12}$/)
    .max(16),
  item: z.string().max(120),
  cents: z.int().min(0).max(10_000_000),
  status: z.enum(['open', 'shipped', 'delivered', 'refunded']),
  placedAt: z.string().max(30),
});

export const listOrders = defineTool({
  name: 'list_orders',
  title: 'List orders',
  description: 'Lists the most recent orders of the signed-in customer, newest first.',
  effect: 'read',
  scope: 'orders.read',
  input: z.strictObject({ limit: z.int().min(1).max(50).default(10) }),
  output: z.strictObject({ orders: z.array(Order).max(50) }),
});
