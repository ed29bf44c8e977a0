import { App, Stack } from 'aws-cdk-lib';
import * as z from 'zod';
import { McpGateway } from '../../infra/gateway/mcp-gateway.ts';
import type { McpGatewayProps } from '../../infra/gateway/mcp-gateway-props.ts';
import { McpUserPool, type McpUserPoolProps } from '../../infra/identity/mcp-user-pool.ts';
import { ToolNetwork } from '../../infra/network/tool-network.ts';
import { defineTool, type Effect } from '../../shared/tool-contract.ts';

/** An app whose synth neither bundles nor lints: both are tested elsewhere. */
export function quickApp(): App {
  return new App({
    builtinCloudFormationValidation: false,
    context: { 'aws:cdk:bundling-stacks': [], '@aws-cdk/aws-iam:minimizePolicies': true },
  });
}

/** A gateway without tools, with one client. */
export function exampleGateway(props: Partial<McpGatewayProps> = {}, poolProps: McpUserPoolProps = {}) {
  const stack = new Stack(quickApp(), 'Example');
  const pool = new McpUserPool(stack, 'People', poolProps);
  pool.addClient('cli', { callbackUrls: ['http://127.0.0.1/callback'] });
  const gateway = new McpGateway(stack, 'Gateway', { identity: pool, ...props });
  return { stack, pool, gateway };
}

/** A contract that says the least. */
export function exampleContract(name: string, effect: Effect = 'read', scope = name) {
  return defineTool({
    name,
    title: `Title of ${name}`,
    description: `Does ${name}.`,
    effect,
    scope,
    input: z.strictObject({}),
    output: z.strictObject({ done: z.boolean() }),
  });
}

/** Any file serves as an entry while nothing is bundled. */
export const ENTRY = 'test/infra/example-gateway.ts';

/** Of a tool whose network is not what a test is about. */
export const OPEN = ToolNetwork.dangerouslyOpen('a test of something else');

/** A gateway with one tool that only reads. */
export function exampleTool(props: Partial<McpGatewayProps> = {}, poolProps: McpUserPoolProps = {}) {
  const parts = exampleGateway(props, poolProps);
  const tool = parts.gateway.addTool('Look', { contract: exampleContract('look'), entry: ENTRY, network: OPEN });
  return { ...parts, tool };
}
