import { Duration, type Stack, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BuildOptions } from 'esbuild';
import { toolFunctionName } from '../../shared/resource-names.ts';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import { CallerRole } from './caller-role.ts';
import { environmentProblem } from './environment-rules.ts';

export interface McpToolProps {
  /** What the model sees and the reviewer signs. */
  readonly contract: ToolContract;
  /** File that exports the tool's `handler`, relative to the folder of `cdk.json`. */
  readonly entry: string;
  /**
   * How long one call may run.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;
  /**
   * Memory of one environment of the function, in MiB.
   *
   * @default 256
   */
  readonly memorySize?: number;
  /**
   * How many calls of this tool may run at the same time.
   *
   * @default - the account's unreserved concurrency
   */
  readonly reservedConcurrentExecutions?: number;
  /**
   * esbuild options on top of ours: loaders, defines, externals.
   *
   * @default - ours alone
   */
  readonly bundling?: BuildOptions;
}

/** What the gateway adds to what the team says about a tool. */
export interface HostedToolProps extends McpToolProps {
  readonly gatewayName: string;
  readonly gatewayRole: iam.IRole;
  /** Permissions boundary of all caller roles of the gateway. */
  readonly boundary: iam.IManagedPolicy;
}

/**
 * One tool: its contract, its own function, and the role that is lent to it for one caller.
 *
 * A grant to a tool lands on that role, never on the function's own role, which can only write its log (D1).
 */
export class McpTool extends Construct implements iam.IGrantable {
  readonly contract: ToolContract;
  readonly function: lambda.Function;
  readonly callerRole: iam.Role;
  readonly logGroup: logs.LogGroup;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: HostedToolProps) {
    super(scope, id);
    const { contract, gatewayName, gatewayRole, boundary, timeout = Duration.seconds(10) } = props;
    this.contract = contract;
    this.timeout = timeout;
    const isolated = new IsolatedFunction(this, 'Function', {
      entry: props.entry,
      description: contract.title,
      functionName: toolFunctionName(gatewayName, contract.name),
      timeout,
      memorySize: props.memorySize ?? 256,
      tenancyConfig: lambda.TenancyConfig.PER_TENANT,
      ...(props.bundling && { bundling: props.bundling }),
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
    });
    this.function = isolated.function;
    this.logGroup = isolated.logGroup;
    const toolName = contract.name;
    this.callerRole = new CallerRole(this, 'CallerRole', { gatewayName, toolName, gatewayRole, boundary }).role;
  }

  /** The caller role: what the tool may do in AWS while it serves a call. */
  get grantPrincipal(): iam.IPrincipal {
    return this.callerRole.grantPrincipal;
  }

  get toolName(): string {
    return this.contract.name;
  }

  /**
   * Sets a variable of the tool's function. Names of resources, never secrets (H1).
   *
   * @throws Error when the name is taken, or the name or value looks like a secret.
   */
  addEnvironment(name: string, value: string): this {
    if (this.environment.has(name)) {
      throw new Error(`${this.node.path}: a variable is set once, got ${JSON.stringify(name)} twice`);
    }
    const problem = environmentProblem(name, readable(this.function.stack, value));
    if (problem) {
      throw new Error(
        `${this.node.path}: ${JSON.stringify(name)} ${problem}; grant the tool the secret and pass its ARN`,
      );
    }
    this.environment.add(name);
    this.function.addEnvironment(name, value);
    return this;
  }

  /** How often the tool's function was invoked. */
  metricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(props);
  }

  /** How often the tool's function failed, by exception, timeout or crash. */
  metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricErrors(props);
  }

  private readonly environment = new Set<string>();
}

/** The value as it will stand in the template: a dynamic reference may hide behind a token. */
function readable(stack: Stack, value: string): string {
  return Token.isUnresolved(value) ? JSON.stringify(stack.resolve(value)) : value;
}
