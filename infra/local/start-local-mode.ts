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
import type { Visit } from './services/stand-in.ts';
import { type DemoServices, startDemoServices } from './services/start-demo-services.ts';
import type { CloudAssembly } from './template/cloud-assembly.ts';
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
  /** What the services outside that take tokens were shown last, oldest first. */
  visits(): readonly Visit[];
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
    let running: Running | undefined;
    const services = await startServices(assembly, () => running, onEvent);
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
    const { visits } = services;
    return { state: devStateOf(stack, issuer, aws), stack, aws, visits, close: () => closeAll(closing) };
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
    onUnreachable: (name, target) => onEvent(unreachable(name, target)),
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

/** What the services outside ask about, once it is there. */
type Running = Pick<LocalMode, 'stack' | 'aws'>;

function startServices(
  assembly: CloudAssembly,
  running: () => Running | undefined,
  onEvent: LocalModeOptions['onEvent'],
): Promise<DemoServices> {
  return startDemoServices(demoServices(assembly), {
    secretOf(logicalId) {
      const parts = running();
      return parts && secretOf(parts, logicalId);
    },
    endpoint() {
      const parts = running();
      if (!parts) throw new Error('the gateway has not started yet');
      return findGateway(parts.stack).endpoint;
    },
    onFault: (error) => onEvent(fault(error)),
  });
}

function secretOf({ stack, aws }: Running, logicalId: string): string | undefined {
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

function unreachable(functionName: string, target: string): LocalEvent {
  const text = `${functionName} tried to reach ${target}, which its network does not let through`;
  return { event: 'denied', action: 'network', resource: target, text };
}

function fault(error: unknown): LocalEvent {
  return { event: 'fault', text: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function loopback(port: number): string {
  return `http://127.0.0.1:${port}`;
}
