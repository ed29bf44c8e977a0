import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { DnsFirewall } from './dns-firewall.ts';
import { endpointStatement } from './endpoint-policy.ts';
import type { NetworkPlan } from './tool-network.ts';

export interface ToolVpcProps {
  readonly gatewayName: string;
  readonly plan: Exclude<NetworkPlan, { kind: 'open' }>;
}

const ZONES = 2;

/** The VPC of all tools of a gateway that may reach the same. Its functions take no connection, not even each other's. */
export class ToolVpc extends Construct {
  readonly vpc: ec2.IVpc;
  /** Where the functions are. */
  readonly subnets: ec2.SubnetSelection;
  /** The functions' own: nothing comes in, and nothing but HTTPS goes out. */
  readonly securityGroup: ec2.SecurityGroup;
  /** Undefined where no name is looked up at all. */
  readonly firewall: DnsFirewall | undefined;
  private readonly plan: ToolVpcProps['plan'];
  private readonly gatewayName: string;
  /** Services that tools turned out to need, besides those of the plan. */
  private readonly needed = new Set<string>();

  constructor(scope: Construct, id: string, { gatewayName, plan }: ToolVpcProps) {
    super(scope, id);
    this.plan = plan;
    this.gatewayName = gatewayName;
    const subnetType = plan.kind === 'hosts' ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
    this.subnets = { subnetType };
    this.vpc = this.makeVpc(subnetType);
    this.securityGroup = new ec2.SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions of tools',
      allowAllOutbound: false,
    });
    if (plan.kind === 'none') return;
    // Where that leads is decided by the routes and the names: addresses of AWS are not known here.
    this.securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
    this.addFreeEndpoints();
    if (plan.kind === 'aws') for (const service of plan.services) this.addEndpoint(service);
    this.firewall = new DnsFirewall(this, 'Firewall', { vpc: this.vpc, names: () => this.names(plan) });
  }

  /**
   * Says that a tool asks a service of AWS.
   *
   * @throws Error when it has no way to it, in words that say what to add and what it costs.
   */
  need(service: string, where: string): void {
    const { plan } = this;
    switch (plan.kind) {
      case 'none':
        throw new Error(
          `${where}: a tool without network cannot ask ${service}; say network: 'aws' in its contract and give it network: ToolNetwork.awsOnly({ services: ['${service}'] })`,
        );
      case 'aws':
        if (plan.services.includes(service)) return;
        throw new Error(
          `${where}: it has no way to ${service}; give it network: ToolNetwork.awsOnly({ services: [${[...plan.services, service].map((it) => `'${it}'`).join(', ')}] }), about $15 a month for the endpoint in us-east-1`,
        );
      case 'hosts':
        this.needed.add(service);
        return;
    }
  }

  private makeVpc(subnetType: ec2.SubnetType): ec2.IVpc {
    const inside = { name: 'Functions', subnetType };
    const reachesOut = subnetType === ec2.SubnetType.PRIVATE_WITH_EGRESS;
    const vpc: unknown = new ec2.Vpc(this, 'Vpc', {
      maxAzs: ZONES,
      natGateways: reachesOut ? 1 : 0,
      subnetConfiguration: reachesOut
        ? [inside, { name: 'Gateway', subnetType: ec2.SubnetType.PUBLIC, mapPublicIpOnLaunch: false }]
        : [inside],
      // The VPC's resolver is not filtered by security groups: where it answers, names can carry data out.
      enableDnsSupport: this.plan.kind !== 'none',
      enableDnsHostnames: this.plan.kind !== 'none',
      // Nothing uses the default group; emptying it would take a function with power over the network.
      restrictDefaultSecurityGroup: false,
    });
    if (isVpc(vpc)) return vpc;
    throw new Error(`${this.node.path}: a VPC was made and is none`);
  }

  private addFreeEndpoints(): void {
    const services = {
      S3: ec2.GatewayVpcEndpointAwsService.S3,
      DynamoDb: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
    };
    for (const [id, service] of Object.entries(services)) {
      const endpoint = this.vpc.addGatewayEndpoint(id, { service, subnets: [this.subnets] });
      endpoint.addToPolicy(endpointStatement(this, this.gatewayName));
    }
  }

  private addEndpoint(service: string): void {
    const group = new ec2.SecurityGroup(this, `${service}-Endpoint`, {
      vpc: this.vpc,
      description: `Endpoint of ${service}`,
      allowAllOutbound: false,
    });
    group.addIngressRule(this.securityGroup, ec2.Port.tcp(443), 'HTTPS of functions');
    const endpoint = this.vpc.addInterfaceEndpoint(service, {
      service: new ec2.InterfaceVpcEndpointAwsService(service),
      subnets: this.subnets,
      securityGroups: [group],
      open: false,
    });
    endpoint.addToPolicy(endpointStatement(this, this.gatewayName));
  }

  private names(plan: Exclude<ToolVpcProps['plan'], { kind: 'none' }>): readonly string[] {
    const { region, account, urlSuffix } = Stack.of(this);
    const services = [...new Set([...plan.services, ...this.needed])].toSorted();
    return [
      ...(plan.kind === 'hosts' ? plan.hosts : []),
      ...['s3', '*.s3', 'dynamodb', `${account}.ddb`, ...services].map((name) => `${name}.${region}.${urlSuffix}`),
    ];
  }
}

/** The CDK's class is not its own interface to a compiler that tells absent from undefined. */
function isVpc(vpc: unknown): vpc is ec2.IVpc {
  return vpc instanceof ec2.Vpc;
}
