import { LambdaClient } from '@aws-sdk/client-lambda';
import { sendOrder } from '../../infra/cli/send-order.ts';
import { signOrder } from '../../infra/cli/sign-order.ts';
import type { OperatorAnswer, OperatorOrder } from '../../shared/operator-request.ts';
import type { Running } from './local-mode.ts';

/** Gives an order as `sallyport revoke|disable|enable` does, with the credentials of the person who runs local mode. */
export async function giveOrder(
  { localMode }: Running,
  action: OperatorOrder['action'],
  kind: OperatorOrder['target']['kind'],
  name?: string,
): Promise<Extract<OperatorAnswer, { ok: true }>> {
  const { gateway, aws } = localMode.state;
  const { endpoint, region, ...keys } = aws;
  const lambda = new LambdaClient({ endpoint, region, credentials: keys });
  const place = { gateway, region, keys, stsUrl: endpoint, lambda };
  const target = { kind, ...(name !== undefined && { name }) };
  const request = await signOrder({ gateway, action, target, reason: 'a test' }, place, new Date());
  const answer = await sendOrder(request, place);
  if (!answer.ok) throw new Error(`the order is refused: ${answer.reason}: ${answer.message}`);
  return answer;
}
