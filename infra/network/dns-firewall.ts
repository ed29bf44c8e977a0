import { Lazy, Names } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';

export interface DnsFirewallProps {
  readonly vpc: ec2.IVpc;
  /** Asked once, when the template is written. */
  readonly names: () => readonly string[];
}

/**
 * Lets the functions of a VPC look up these names and no others. Security groups do not filter questions to the VPC's own
 * resolver, so without this a name could carry data to whoever answers for its domain.
 *
 * An answer may lead on to other names (CNAME): those are followed, for the services of AWS and most hosts have them.
 */
export class DnsFirewall extends Construct {
  readonly ruleGroup: resolver.CfnFirewallRuleGroup;

  constructor(scope: Construct, id: string, { vpc, names }: DnsFirewallProps) {
    super(scope, id);
    const allowed = this.list('Allowed', Lazy.list({ produce: () => [...names()] }));
    const all = this.list('All', ['*']);
    this.ruleGroup = new resolver.CfnFirewallRuleGroup(this, 'Rules', {
      name: nameOf(this, 'Rules'),
      firewallRules: [
        {
          priority: 100,
          action: 'ALLOW',
          firewallDomainListId: allowed.attrId,
          firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
        },
        { priority: 200, action: 'BLOCK', blockResponse: 'NXDOMAIN', firewallDomainListId: all.attrId },
      ],
    });
    new resolver.CfnFirewallRuleGroupAssociation(this, 'Association', {
      firewallRuleGroupId: this.ruleGroup.attrId,
      vpcId: vpc.vpcId,
      priority: 101,
    });
    // What the firewall cannot judge is blocked.
    new resolver.CfnFirewallConfig(this, 'FailClosed', { resourceId: vpc.vpcId, firewallFailOpen: 'DISABLED' });
  }

  private list(id: string, domains: string[]): resolver.CfnFirewallDomainList {
    return new resolver.CfnFirewallDomainList(this, id, { name: nameOf(this, id), domains });
  }
}

function nameOf(scope: Construct, id: string): string {
  return `${Names.uniqueResourceName(scope, { maxLength: 54 })}-${id}`;
}
