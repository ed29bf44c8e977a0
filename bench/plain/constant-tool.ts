import { toolHandler } from '../../functions/runtime/index.ts';
import { listOrders } from '../../shared/tools/list-orders.ts';
import { SAMPLE_ORDERS } from './sample-orders.ts';

/** A tool on our runtime with the work of the bare handler, so that the two can be compared without an AWS client. */
export const handler = toolHandler(listOrders, async ({ limit }) => ({ orders: SAMPLE_ORDERS.slice(0, limit) }));
