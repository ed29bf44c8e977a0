import { Duration, Stack, Token } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct, type IConstruct } from 'constructs';
import type { LoanTraits } from '../../shared/contract-document.ts';
import { jsonSchemaOf } from '../../shared/json-schema.ts';
import { callerRoleName, callerRolePath, sessionPolicyName, toolFunctionName } from '../../shared/resource-names.ts';
import { secretVariable } from '../../shared/secret-variable.ts';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { IsolatedFunction } from '../isolated-function.ts';
import type { ToolVpc } from '../network/tool-vpc.ts';
import { CallerRole } from './caller-role.ts';
import type { DownstreamProps } from './downstream-props.ts';
import { environmentProblem } from './environment-rules.ts';
import type { HostedToolProps } from './mcp-tool-props.ts';
import type { ConnectionHost, SecretConnection } from './secret-connection.ts';
import { type NarrowedStatement, sessionPolicyTemplate } from './session-policy-template.ts';
import { ToolDownstreams } from './tool-downstreams.ts';

/** A secret as a tool is given it: `SecretCallerGrants` makes them. */
export interface ToolSecret {
  /** Lets the tool read it. */
  read(tool: McpTool): iam.Grant;
  /** Its ARN, with `{caller}` in the place of the caller's id where each caller has one. */
  locationFor(tool: IConstruct): string;
  /** Present where each caller enters a secret of their own at the gateway's page. */
  readonly connection?: SecretConnection | undefined;
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
  /** The VPC its function is in; undefined for an open network. */
  readonly network: ToolVpc | undefined;
  readonly timeout: Duration;

  constructor(scope: Construct, id: string, props: HostedToolProps) {
    super(scope, id);
    const { contract, gatewayName, gatewayRole, boundary, timeout = Duration.seconds(10) } = props;
    this.contract = contract;
    this.gatewayName = gatewayName;
    this.timeout = timeout;
    this.connect = props.connect;
    this.network = props.networks.vpcFor(this, contract, props.network);
    const isolated = new IsolatedFunction(this, 'Function', {
      entry: props.entry,
      description: contract.title,
      functionName: toolFunctionName(gatewayName, contract.name),
      timeout,
      memorySize: props.memorySize ?? 256,
      tenancyConfig: lambda.TenancyConfig.PER_TENANT,
      network: this.network,
      ...(props.bundling && { bundling: props.bundling }),
      ...(props.reservedConcurrentExecutions !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrentExecutions,
      }),
    });
    this.function = isolated.function;
    this.logGroup = isolated.logGroup;
    const toolName = contract.name;
    this.callerRole = new CallerRole(this, 'CallerRole', { gatewayName, toolName, gatewayRole, boundary }).role;
    this.downstreams = new ToolDownstreams(this, { gatewayName, toolName, host: props.delegation });
  }

  /** The caller role: what the tool may do in AWS while it serves a call. */
  get grantPrincipal(): iam.IPrincipal {
    return this.callerRole.grantPrincipal;
  }

  /** ARN of the caller role, put together from its name: a policy in another stack may name it before it exists. */
  get callerRoleArn(): string {
    const resourceName = `${callerRolePath(this.gatewayName)}${callerRoleName(this.gatewayName, this.toolName)}`;
    return Stack.of(this).formatArn({ service: 'iam', region: '', resource: `role${resourceName}` });
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

  /**
   * Gives the tool a secret, which it reads with `call.secret(name)`: the right to read it, with lent credentials alone,
   * and a variable that says where it is, `SECRET_<NAME>_ARN` (H1, H2).
   *
   * @param name - snake_case, 1 to 40 characters.
   * @param secret - `SecretCallerGrants.shared(…)` or `SecretCallerGrants.perCaller(…)`.
   * @throws Error when the name has another form or is taken.
   */
  addSecret(name: string, secret: ToolSecret): this {
    this.network?.need('secretsmanager', this.node.path);
    this.addEnvironment(secretVariable(name), secret.locationFor(this));
    secret.read(this);
    const { toolName, contract } = this;
    if (secret.connection) {
      this.connect.offer({ toolName, title: contract.title, secretName: name, ...secret.connection });
      this.entered.push(name);
    }
    return this;
  }

  /**
   * Narrows every loan to what its one call is about: role ∩ caller ∩ these statements, filled from the call's arguments.
   *
   * It takes away and gives nothing: what the tool does must be granted as well. What is not named here is denied, so name
   * every action, those on keys that encrypt the data too.
   *
   * @throws Error when the tool is narrowed already, or a statement could let an argument reach further than it says.
   */
  narrow(...statements: readonly [NarrowedStatement, ...NarrowedStatement[]]): this {
    if (this.narrowing !== 'open') {
      throw new Error(`${this.node.path}: a tool is narrowed once, before the app is synthesised`);
    }
    this.narrowing = 'narrowed';
    new ssm.StringParameter(this, 'SessionPolicy', {
      parameterName: sessionPolicyName(this.gatewayName, this.toolName),
      description: `Template of the session policies of ${this.toolName}`,
      stringValue: this.function.stack.toJsonString(this.templateOf(statements)),
      tier: ssm.ParameterTier.STANDARD,
    });
    return this;
  }

  /**
   * Lets the tool call a service outside AWS in the name of its caller, with `call.token(name)`.
   *
   * The gateway asks the service's issuer for a token for this caller, tool and service, and lends it for the one call. The
   * caller's own token never reaches the tool or the service (B8, B9).
   *
   * @param name - snake_case, 1 to 40 characters.
   * @throws Error when the name has another form or is taken, or what is said of the service does not hold.
   */
  addDownstream(name: string, props: DownstreamProps): this {
    this.downstreams.add(name, props);
    return this;
  }

  /** What the tool's loans are like, for those who must know. From then on it cannot change any more. */
  settleLoans(): LoanTraits {
    if (this.narrowing === 'open') this.narrowing = 'never';
    return {
      narrowed: this.narrowing === 'narrowed',
      delegated: this.downstreams.settle(),
      entered: this.entered,
    };
  }

  /** How often the tool's function was invoked. */
  metricCalls(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricInvocations(props);
  }

  /** How often the tool's function failed, by exception, timeout or crash. */
  metricFailures(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.function.metricErrors(props);
  }

  private readonly gatewayName: string;
  private readonly connect: ConnectionHost;
  private readonly environment = new Set<string>();
  private readonly entered: string[] = [];
  private readonly downstreams: ToolDownstreams;
  private narrowing: 'open' | 'narrowed' | 'never' = 'open';

  private templateOf(statements: readonly NarrowedStatement[]) {
    try {
      return sessionPolicyTemplate(statements, jsonSchemaOf(this.contract.input, 'input'));
    } catch (cause) {
      throw new Error(`${this.node.path}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    }
  }
}

/** The value as it will stand in the template: a dynamic reference may hide behind a token. */
function readable(stack: Stack, value: string): string {
  return Token.isUnresolved(value) ? JSON.stringify(stack.resolve(value)) : value;
}
