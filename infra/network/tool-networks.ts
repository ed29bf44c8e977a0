import { createHash } from 'node:crypto';
import { Annotations } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { RejectedTrafficLog } from './rejected-traffic-log.ts';
import { settleNetwork } from './settle-network.ts';
import type { NetworkPlan, ToolNetwork } from './tool-network.ts';
import { ToolVpc } from './tool-vpc.ts';

/** The VPCs of one gateway's tools, each made when the first tool wants it. */
export class ToolNetworks extends Construct {
  private readonly gatewayName: string;
  private readonly vpcs = new Map<string, ToolVpc>();
  private rejected: RejectedTrafficLog | undefined;

  constructor(scope: Construct, id: string, { gatewayName }: { readonly gatewayName: string }) {
    super(scope, id);
    this.gatewayName = gatewayName;
  }

  /**
   * The VPC of a tool: the same for equal networks, and undefined for an open one.
   *
   * @throws Error when the network is not what the contract says.
   */
  vpcFor(tool: Construct, contract: ToolContract, given: ToolNetwork | undefined): ToolVpc | undefined {
    const { plan } = settleNetwork(tool.node.path, contract, given);
    if (plan.kind !== 'open') return this.vpcOf(plan);
    Annotations.of(tool).addWarningV2(
      'sallyport:open-network',
      `${contract.name} can reach every address on the internet: ${plan.reason}`,
    );
    return undefined;
  }

  private vpcOf(plan: Exclude<NetworkPlan, { kind: 'open' }>): ToolVpc {
    const id = idOf(plan);
    const known = this.vpcs.get(id);
    if (known) return known;
    const made = new ToolVpc(this, id, { gatewayName: this.gatewayName, plan });
    this.rejected ??= new RejectedTrafficLog(this, 'Rejected');
    this.rejected.watch(id, made.vpc);
    this.vpcs.set(id, made);
    return made;
  }
}

/** From what the network lets through, so that a tool more or less does not replace the VPC of the others. */
function idOf(plan: Exclude<NetworkPlan, { kind: 'open' }>): string {
  switch (plan.kind) {
    case 'none':
      return 'None';
    case 'aws':
      return ['Aws', ...plan.services].join('-');
    case 'hosts':
      return `Hosts-${createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 8)}`;
  }
}
