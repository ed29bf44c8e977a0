import type { Duration } from 'aws-cdk-lib';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type { BuildOptions } from 'esbuild';
import type { ToolContract } from '../../shared/tool-contract.ts';
import type { ToolNetwork } from '../network/tool-network.ts';
import type { ToolNetworks } from '../network/tool-networks.ts';
import type { DelegationHost } from './downstream-props.ts';
import type { ConnectionHost } from './secret-connection.ts';

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
   * What the function can reach: the same as the contract says, in wires (E7).
   *
   * @default - as the contract says for `none` and `aws`, which cost nothing; hosts are given here
   */
  readonly network?: ToolNetwork;
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
  readonly networks: ToolNetworks;
  /** What the gateway does for tools that call services outside AWS. */
  readonly delegation: DelegationHost;
  /** The page where people enter secrets of their own. */
  readonly connect: ConnectionHost;
}
