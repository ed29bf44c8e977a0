import type { DeployedStack } from '../template/deployed-stack.ts';
import { type FunctionSettings, readFunctionSettings } from './function-settings.ts';
import { type Invocation, LambdaRefusal } from './lambda-host.ts';

/** 6 MB, as Lambda counts it for a synchronous invocation: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const PAYLOAD_LIMIT_BYTES = 6_291_556;

/** The tenant ids that Lambda takes: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
const TENANT_ID = /^[a-zA-Z0-9._:/=+\-@ ]{1,256}$/;

/**
 * Finds the function and refuses what Lambda would refuse before starting it.
 *
 * @throws LambdaRefusal
 */
export function admitInvocation(stack: DeployedStack, invocation: Invocation): FunctionSettings {
  const settings = findFunction(stack, invocation.functionName);
  checkTenant(settings, invocation.tenantId);
  checkPayload(invocation.payload);
  return settings;
}

function findFunction(stack: DeployedStack, functionName: string): FunctionSettings {
  const resource = stack.find(functionName, 'AWS::Lambda::Function');
  if (resource === undefined) {
    throw new LambdaRefusal('ResourceNotFoundException', 404, `Function not found: ${functionName}`);
  }
  return readFunctionSettings(stack, resource);
}

function checkTenant({ perTenant }: FunctionSettings, tenantId: string | undefined): void {
  if (perTenant && tenantId === undefined) {
    throw invalid(
      'The invoked function is enabled with tenancy configuration. Add a valid tenant ID in your request and try again.',
    );
  }
  if (!perTenant && tenantId !== undefined) {
    throw invalid(
      'The invoked function is not enabled with tenancy configuration. Remove the tenant ID from your request and try again.',
    );
  }
  if (tenantId !== undefined && !TENANT_ID.test(tenantId)) {
    throw invalid(`The tenant ID must match ${TENANT_ID.source}`);
  }
}

function checkPayload(payload: Uint8Array): void {
  if (payload.byteLength > PAYLOAD_LIMIT_BYTES) {
    throw new LambdaRefusal(
      'RequestTooLargeException',
      413,
      `${payload.byteLength} byte payload is too large for the RequestResponse invocation type (limit ${PAYLOAD_LIMIT_BYTES} bytes)`,
    );
  }
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (error) {
    throw new LambdaRefusal('InvalidRequestContentException', 400, `Could not parse request body into json: ${error}`);
  }
}

function invalid(message: string): LambdaRefusal {
  return new LambdaRefusal('InvalidParameterValueException', 400, message);
}
