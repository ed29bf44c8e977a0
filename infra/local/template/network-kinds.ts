import { derivedId, ID_ALPHABET } from './derived-id.ts';
import type { ResourceIdentity, ResourceKind, ResourceOrigin } from './resource-kind.ts';

/** VPCs and what belongs to them. Nothing of it runs here: the fence of a function's process reads it. */
export const NETWORK_KINDS: { readonly [type: string]: ResourceKind } = {
  'AWS::EC2::VPC': {
    name: withPrefix('vpc'),
    arn: ec2Arn('vpc'),
    attributes: { VpcId: name, CidrBlock: () => '10.0.0.0/16' },
  },
  'AWS::EC2::Subnet': {
    name: withPrefix('subnet'),
    arn: ec2Arn('subnet'),
    attributes: { SubnetId: name },
  },
  'AWS::EC2::RouteTable': { name: withPrefix('rtb'), attributes: { RouteTableId: name } },
  'AWS::EC2::SubnetRouteTableAssociation': { name: withPrefix('rtbassoc'), attributes: { Id: name } },
  'AWS::EC2::Route': { name: withPrefix('route') },
  'AWS::EC2::InternetGateway': { name: withPrefix('igw'), attributes: { InternetGatewayId: name } },
  'AWS::EC2::VPCGatewayAttachment': { name: withPrefix('attachment') },
  'AWS::EC2::EIP': { name: withPrefix('eip'), attributes: { AllocationId: name } },
  'AWS::EC2::NatGateway': { name: withPrefix('nat'), attributes: { NatGatewayId: name } },
  'AWS::EC2::SecurityGroup': {
    name: withPrefix('sg'),
    arn: ec2Arn('security-group'),
    attributes: { GroupId: name },
  },
  'AWS::EC2::SecurityGroupIngress': { name: withPrefix('sgr'), attributes: { Id: name } },
  'AWS::EC2::SecurityGroupEgress': { name: withPrefix('sgr'), attributes: { Id: name } },
  'AWS::EC2::VPCEndpoint': { name: withPrefix('vpce'), arn: ec2Arn('vpc-endpoint'), attributes: { Id: name } },
  'AWS::EC2::FlowLog': { name: withPrefix('fl'), attributes: { Id: name } },
  'AWS::Route53Resolver::FirewallDomainList': { name: withPrefix('rslvr-fdl'), attributes: { Id: name } },
  'AWS::Route53Resolver::FirewallRuleGroup': { name: withPrefix('rslvr-frg'), attributes: { Id: name } },
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': {
    name: withPrefix('rslvr-frgassoc'),
    attributes: { Id: name },
  },
  'AWS::Route53Resolver::FirewallConfig': { name: withPrefix('rslvr-fc'), attributes: { Id: name } },
};

function withPrefix(prefix: string): (origin: ResourceOrigin) => string {
  return ({ stack, logicalId }) =>
    `${prefix}-${derivedId(`${stack}/${logicalId}`, 17, ID_ALPHABET.alphanumeric).toLowerCase()}`;
}

function ec2Arn(kind: string): NonNullable<ResourceKind['arn']> {
  return ({ region, account, name }) => `arn:aws:ec2:${region}:${account}:${kind}/${name}`;
}

function name(identity: ResourceIdentity): string {
  return identity.name;
}
