import type { OperatorOrder } from '../../shared/operator-request.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import { operatorPlace } from './operator-place.ts';
import { isDone, orderWords } from './order-words.ts';

/** Options of every command that gives an order. */
export interface OrderOptions {
  readonly reason?: string;
  readonly gateway?: string;
  readonly json?: true;
}

/**
 * Gives one order and prints what became of it.
 *
 * @throws CommandError when it was refused, or not all of it was done.
 */
export async function giveOrder(
  wish: Pick<OperatorOrder, 'action' | 'target'>,
  { reason, gateway, json }: OrderOptions,
): Promise<void> {
  const place = await operatorPlace(gateway);
  const [{ signOrder }, { sendOrder }] = await Promise.all([import('./sign-order.ts'), import('./send-order.ts')]);
  const order = { gateway: place.gateway, ...wish, ...(reason !== undefined && { reason }) };
  const answer = await sendOrder(await signOrder(order, place, new Date()), place);
  if (json) console.log(JSON.stringify(answer));
  const words = json ? '' : orderWords(order, answer);
  if (!isDone(answer)) throw new CommandError(ExitCode.refused, words);
  if (!json) console.log(words);
}
