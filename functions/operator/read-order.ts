import { type ActorProof, OperatorOrder, OperatorRequest } from '../../shared/operator-request.ts';
import { OperatorError } from './operator-failure.ts';

/** An order, the text it was read from, and the proof of who gives it. */
export interface ReceivedOrder {
  readonly order: OperatorOrder;
  /** What the proof is bound to. */
  readonly text: string;
  readonly proof: ActorProof;
}

/** DynamoDB takes keys of at most 2,048 bytes. */
const MAX_NAME_BYTES = 1500;
const TOOL_NAME = /^[a-z][a-z0-9_]{0,39}$/;

/**
 * Reads an order for this gateway.
 *
 * @throws OperatorError with `order_refused` for everything else.
 */
export function readOrder(event: unknown, gateway: string): ReceivedOrder {
  const { order: text, proof } = parse(event);
  const order = parseOrder(text);
  if (order.gateway !== gateway || !makesSense(order)) throw new OperatorError('order_refused');
  return { order, text, proof };
}

function parse(event: unknown): OperatorRequest {
  const request = OperatorRequest.safeParse(event);
  if (request.success) return request.data;
  throw new OperatorError('order_refused', { cause: request.error });
}

function parseOrder(text: string): OperatorOrder {
  try {
    return OperatorOrder.parse(JSON.parse(text));
  } catch (cause) {
    throw new OperatorError('order_refused', { cause });
  }
}

/** Tools and everything are switched, people and clients are both switched and revoked, tokens are revoked. */
function makesSense({ action, target: { kind, name } }: OperatorOrder): boolean {
  switch (kind) {
    case 'all':
      return action !== 'revoke' && name === undefined;
    case 'tool':
      return action !== 'revoke' && name !== undefined && TOOL_NAME.test(name);
    case 'token':
      return action === 'revoke' && isName(name);
    case 'user':
    case 'client':
      return isName(name);
  }
}

function isName(name: string | undefined): boolean {
  return name !== undefined && /^\P{Cc}+$/u.test(name) && Buffer.byteLength(name) <= MAX_NAME_BYTES;
}
