import type { DevState } from '../dev-state.ts';
import { startRestApi } from './api/start-rest-api.ts';
import { type LocalAwsEndpoint, startAwsEndpoint } from './aws/aws-endpoint.ts';
import { devStateOf } from './dev-state-of.ts';
import { findGateway } from './find-gateway.ts';
import { freePort } from './free-port.ts';
import { PEOPLE } from './issuer/people.ts';
import { type Issuer, startIssuer } from './issuer/start-issuer.ts';
import type { LambdaHost } from './lambda/lambda-host.ts';
import { type LambdaHostInput, startLambdaHost } from './lambda/start-lambda-host.ts';
import type { LocalEvent } from './local-event.ts';
import { demoServices } from './services/demo-service.ts';
import { startDemoServices } from './services/start-demo-services.ts';
import type { DeployedStack } from './template/deployed-stack.ts';
import { readAssembly } from './template/read-assembly.ts';
import { resolveTemplate } from './template/resolve-template.ts';

export interface LocalModeOptions {
  /** Folder of the synthesised app: `cdk.out`. */
  readonly assembly: string;
  /** Port of the endpoint; the issuer takes the next one. 0 takes any free ones. */
  readonly port: number;
  readonly onEvent: (event: LocalEvent) => void;
  /** @default - those of the Lambda host */
  readonly limits?: LambdaHostInput['limits'];
}

/** The running template. */
export interface LocalMode {
  readonly state: DevState;
  readonly stack: DeployedStack;
  readonly aws: LocalAwsEndpoint;
  close(): Promise<void>;
}

/**
 * Runs a synthesised template on this machine: issuer, AWS, Lambda and API Gateway, all on loopback, and the services outside (AD12).
 *
 * @throws UnknownInTemplate for everything in the template that it does not know.
 */
export async function startLocalMode({
  assembly: folder,
  port,
  onEvent,
  limits,
}: LocalModeOptions): Promise<LocalMode> {
  const ports = { api: await freePort(port), issuer: await freePort(port === 0 ? 0 : port + 1) };
  const assembly = readAssembly(folder);
  const closing: (() => Promise<void>)[] = [];
  try {
    let running: { readonly stack: DeployedStack; readonly aws: LocalAwsEndpoint } | undefined;
    const services = await startDemoServices(demoServices(assembly), (id) => running && secretOf(running, id));
    closing.unshift(services.close);
    const addresses = { api: loopback(ports.api), issuer: loopback(ports.issuer), services: services.addresses };
    const stack = resolveTemplate(assembly, addresses);
    // Asked before the rest starts, so that a template without a gateway is refused by that name.
    findGateway(stack);
    const issuer = await startIssuer({ stack, port: ports.issuer, onFault: (error) => onEvent(fault(error)) });
    closing.unshift(issuer.close);
    let host: LambdaHost | undefined;
    const aws = await startAws(stack, issuer, () => started(host), onEvent);
    closing.unshift(aws.close);
    running = { stack, aws };
    const lambda = await startLambda(stack, aws, onEvent, limits);
    host = lambda;
    closing.unshift(lambda.close);
    const api = await startApi(stack, lambda, ports.api, onEvent);
    closing.unshift(api.close);
    return { state: devStateOf(stack, issuer, aws), stack, aws, close: () => closeAll(closing) };
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

function startAws(
  stack: DeployedStack,
  { admin: userPool }: Issuer,
  lambda: () => LambdaHost,
  onEvent: LocalModeOptions['onEvent'],
): Promise<LocalAwsEndpoint> {
  return startAwsEndpoint({
    stack,
    lambda,
    userPool,
    now: () => new Date(),
    demoNames: Object.fromEntries(PEOPLE.map(({ username, subject }) => [username, subject])),
    onDecision: ({ action, resource, explanation }) => {
      if (explanation !== undefined) onEvent({ event: 'denied', action, resource, text: explanation });
    },
    onFault: (error) => onEvent(fault(error)),
  });
}

function startLambda(
  stack: DeployedStack,
  aws: LocalAwsEndpoint,
  onEvent: LocalModeOptions['onEvent'],
  limits: LocalModeOptions['limits'],
): Promise<LambdaHost> {
  return startLambdaHost({
    stack,
    environmentFor: async (name) => functionEnvironment(aws, name),
    onLog: ({ functionName, tenantId, text }) =>
      onEvent({ event: 'log', function: functionName, ...(tenantId !== undefined && { caller: tenantId }), text }),
    now: Date.now,
    ...(limits && { limits }),
  });
}

function startApi(stack: DeployedStack, lambda: LambdaHost, port: number, onEvent: LocalModeOptions['onEvent']) {
  return startRestApi({
    stack,
    lambda,
    port,
    onAccessLog: ({ requestId, status, reason }) =>
      onEvent({ event: 'request', requestId, status, ...(reason !== undefined && { reason }) }),
  });
}

function secretOf(
  { stack, aws }: { readonly stack: DeployedStack; readonly aws: LocalAwsEndpoint },
  logicalId: string,
): string | undefined {
  const arn = stack.resources.find((resource) => resource.logicalId === logicalId)?.arn;
  return arn === undefined ? undefined : aws.secretText(arn);
}

function functionEnvironment(aws: LocalAwsEndpoint, functionName: string): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentialsForFunction(functionName);
  return {
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
}

function started(host: LambdaHost | undefined): LambdaHost {
  if (host === undefined) throw new Error('Lambda has not started yet');
  return host;
}

/** Last started, first closed. */
async function closeAll(closing: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closing) await close();
}

function fault(error: unknown): LocalEvent {
  return { event: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
