import { InvokeCommand } from '@aws-sdk/client-lambda';
import { OperatorAnswer, type OperatorRequest } from '../../shared/operator-request.ts';
import { operatorFunctionName } from '../../shared/resource-names.ts';
import { CommandError, ExitCode } from './exit-code.ts';
import type { OperatorPlace } from './operator-place.ts';

/**
 * Hands an order to the operator function and waits for its answer.
 *
 * @throws CommandError when the function cannot be reached, fails, or answers something else.
 */
export async function sendOrder(request: OperatorRequest, place: OperatorPlace): Promise<OperatorAnswer> {
  const { FunctionError, Payload } = await invoke(request, place);
  const answer = FunctionError === undefined ? readAnswer(Payload) : undefined;
  if (answer) return answer;
  const name = operatorFunctionName(place.gateway);
  throw new CommandError(
    ExitCode.refused,
    `The operator function failed, and what was asked for may not be done. The log of the function ${name} says why.`,
  );
}

async function invoke(request: OperatorRequest, { lambda, gateway, region }: OperatorPlace) {
  const command = new InvokeCommand({
    FunctionName: operatorFunctionName(gateway),
    Payload: Buffer.from(JSON.stringify(request)),
  });
  try {
    return await lambda.send(command);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CommandError(ExitCode.refused, sentenceFor(error, gateway, region), { cause: error });
  }
}

function sentenceFor({ name, message }: Error, gateway: string, region: string): string {
  switch (name) {
    case 'AccessDeniedException':
      return `You are no operator of the gateway "${gateway}". Its GatewayOperator has a managed policy that makes you one.`;
    case 'ResourceNotFoundException':
      return `There is no gateway "${gateway}" with an operator function in this account and in ${region}.`;
    default:
      return `The order could not be given: ${name}: ${message}`;
  }
}

function readAnswer(payload: Uint8Array | undefined): OperatorAnswer | undefined {
  try {
    return OperatorAnswer.safeParse(JSON.parse(Buffer.from(payload ?? []).toString('utf8'))).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
