import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { BuildOptions } from 'esbuild';
import { bundleEntry } from './bundle-entry.ts';
import { letLambdaConnect, placeIn } from './network/function-network.ts';
import type { ToolVpc } from './network/tool-vpc.ts';

export interface IsolatedFunctionProps {
  /** File that exports `handler`, absolute or relative to the folder of `cdk.json`. */
  readonly entry: string;
  readonly description: string;
  /** Finite for every function (D6). */
  readonly timeout: Duration;
  /** In MiB. */
  readonly memorySize: number;
  readonly environment?: Record<string, string>;
  readonly functionName?: string;
  readonly tenancyConfig?: lambda.TenancyConfig;
  readonly reservedConcurrentExecutions?: number;
  readonly bundling?: BuildOptions;
  /**
   * The VPC it is in; the function then needs a name.
   *
   * @default - none: it can reach every address on the internet
   */
  readonly network?: ToolVpc | undefined;
}

/** A function whose code starts with one right: to write its own log (D1). */
export class IsolatedFunction extends Construct {
  readonly function: lambda.Function;
  readonly role: iam.Role;
  readonly logGroup: logs.LogGroup;

  constructor(scope: Construct, id: string, { entry, bundling, network, ...props }: IsolatedFunctionProps) {
    super(scope, id);
    this.logGroup = new logs.LogGroup(this, 'LogGroup', {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      description: `Execution role of ${this.node.path}`,
    });
    this.logGroup.grantWrite(this.role);
    if (network) letLambdaConnect(this.role, this.nameIn(props));
    this.function = new lambda.Function(this, 'Resource', {
      ...props,
      ...(network && placeIn(network)),
      code: bundleEntry(this.findEntry(entry), bundling),
      handler: 'index.handler',
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      role: this.role,
      logGroup: this.logGroup,
      recursiveLoop: lambda.RecursiveLoop.TERMINATE,
    });
  }

  /** Its rights in a VPC speak of the function before it is there, so it cannot be named by CloudFormation. */
  private nameIn({ functionName }: Pick<IsolatedFunctionProps, 'functionName'>): string {
    if (functionName !== undefined) return functionName;
    throw new Error(`${this.node.path}: a function in a VPC has a name`);
  }

  private findEntry(entry: string): string {
    const path = resolve(entry);
    if (existsSync(path)) return path;
    throw new Error(
      `${this.node.path}: entry is a file relative to the folder of cdk.json, got ${JSON.stringify(entry)}, which does not exist`,
    );
  }
}
