import type { NamedPolicy } from '../iam/decision.ts';
import { type Invocation, type InvocationResponse, type LambdaHost, LambdaRefusal } from '../lambda/lambda-host.ts';
import type { DeployedStack } from '../template/deployed-stack.ts';
import type { AccessControl } from './access-control.ts';
import { AwsError, invalidInput, serviceError } from './aws-refusal.ts';
import type { AwsService, ServiceAnswer, VerifiedRequest } from './aws-service.ts';
import { invokeStreamFrames } from './invoke-stream-frames.ts';
import { resourceTags, tagKeys } from './resource-tags.ts';

/** What the Invoke API needs. */
export interface LambdaServiceParts {
  readonly stack: DeployedStack;
  readonly access: AccessControl;
  readonly policies: ReadonlyMap<string, NamedPolicy>;
  readonly host: () => LambdaHost;
}

const PATH = /^\/(2015-03-31|2021-11-15)\/functions\/([^/]+)\/(invocations|response-streaming-invocations)$/;
const OPERATIONS: ReadonlyMap<string, 'Invoke' | 'InvokeWithResponseStream'> = new Map([
  ['2015-03-31/invocations', 'Invoke'],
  ['2021-11-15/response-streaming-invocations', 'InvokeWithResponseStream'],
]);

/** Lambda's `Invoke` and `InvokeWithResponseStream`, each waiting for the function (`RequestResponse`). */
export function lambdaService(parts: LambdaServiceParts): AwsService {
  return {
    signingName: 'lambda',
    protocol: 'rest-json',
    async answer(request) {
      const { operation, name } = readPath(request);
      refuseUnknown(request);
      const functionName = nameOf(name, parts.stack);
      requireInvoke(request, functionName, parts);
      const response = await invoke(request, functionName, parts.host());
      return operation === 'Invoke' ? buffered(response) : streamed(response);
    },
  };
}

function readPath({ method, path }: VerifiedRequest) {
  const [, version, name, last] = PATH.exec(path) ?? [];
  const operation = OPERATIONS.get(`${version}/${last}`);
  if (method !== 'POST' || operation === undefined || name === undefined) {
    throw new AwsError({ reason: 'unknown_operation', operation: `lambda ${method} ${path}` });
  }
  return { operation, name: decodeURIComponent(name) };
}

/** Options that would change what happens are refused by name, not ignored. */
function refuseUnknown({ headers, query }: VerifiedRequest): void {
  const { Qualifier = '$LATEST', ...others } = query;
  if (Qualifier !== '$LATEST') throw invalidInput(`local mode does not know the qualifier ${Qualifier}`);
  for (const name of Object.keys(others)) throw invalidInput(`local mode does not know the query parameter ${name}`);
  const type = headers['x-amz-invocation-type'] ?? 'RequestResponse';
  if (type !== 'RequestResponse') throw invalidInput(`local mode does not know the invocation type ${type}`);
  if ((headers['x-amz-log-type'] ?? 'None') !== 'None')
    throw invalidInput('local mode does not know the log type Tail');
  for (const name of ['x-amz-client-context', 'x-amz-durable-execution-name']) {
    if (name in headers) throw invalidInput(`local mode does not know the header ${name}`);
  }
}

/** A function's name from its name, its ARN, or `<account>:function:<name>`. */
function nameOf(given: string, { account, region }: DeployedStack): string {
  const [, arnRegion = region, arnAccount = account, name] =
    /^(?:arn:aws:lambda:([a-z0-9-]+):)?(?:(\d{12}):)?(?:function:)?([A-Za-z0-9_-]{1,64})$/.exec(given) ?? [];
  if (name !== undefined && arnRegion === region && arnAccount === account) return name;
  throw invalidInput(`local mode does not know the function ${given}`);
}

/** Comes before the question whether the function exists, as on AWS. */
function requireInvoke(request: VerifiedRequest, name: string, { stack, access, policies }: LambdaServiceParts): void {
  const arn = `arn:aws:lambda:${stack.region}:${stack.account}:function:${name}`;
  const resource = stack.find(arn);
  access.require(request, {
    action: 'lambda:InvokeFunction',
    resource: arn,
    context: {
      'lambda:FunctionArn': arn,
      ...(resource === undefined ? {} : tagKeys('aws:ResourceTag', resourceTags(resource))),
    },
    resourcePolicy: policies.get(arn),
  });
}

async function invoke(request: VerifiedRequest, functionName: string, host: LambdaHost): Promise<InvocationResponse> {
  const tenantId = request.headers['x-amz-tenant-id'];
  const invocation: Invocation = {
    functionName,
    payload: request.body,
    ...(tenantId === undefined ? {} : { tenantId }),
  };
  try {
    return await host.invoke(invocation);
  } catch (error) {
    if (error instanceof LambdaRefusal) throw serviceError(error.name, error.message, error.status);
    throw error;
  }
}

async function buffered({ requestId, body, outcome }: InvocationResponse): Promise<ServiceAnswer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const ended = await outcome;
  const headers = {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    'x-amzn-requestid': requestId,
  };
  if (ended.ok) return { status: 200, headers, body: Buffer.concat(chunks) };
  const { errorType, errorMessage } = ended;
  return {
    status: 200,
    headers: { ...headers, 'x-amz-function-error': 'Unhandled' },
    body: JSON.stringify({ errorType, errorMessage }),
  };
}

function streamed(response: InvocationResponse): ServiceAnswer {
  const headers = {
    'content-type': 'application/vnd.amazon.eventstream',
    'x-amz-executed-version': '$LATEST',
    'x-amzn-remapped-content-type': response.contentType,
    'x-amzn-requestid': response.requestId,
  };
  return { status: 200, headers, body: invokeStreamFrames(response) };
}
