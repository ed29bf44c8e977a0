import { hostsOf, NetworkNeed } from '../../shared/tool-network.ts';

/** What a network lets through, as data. */
export type NetworkPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'aws'; readonly services: readonly string[] }
  | { readonly kind: 'hosts'; readonly hosts: readonly string[]; readonly services: readonly string[] }
  | { readonly kind: 'open'; readonly reason: string };

export interface AwsServicesProps {
  /**
   * Services of AWS besides Amazon S3 and Amazon DynamoDB, by the first part of their addresses: `secretsmanager`, `kms`.
   *
   * @default - none
   */
  readonly services?: readonly string[];
}

const SERVICE = /^[a-z][a-z0-9-]{1,62}$/;

/** Always there, by gateway endpoints that cost nothing. */
const FREE = ['s3', 'dynamodb'];

/**
 * What a tool's function can reach at all (H4, E7). Tools of one gateway whose networks are equal share one VPC, and with it
 * what it lets through.
 *
 * The parts of Lambda's documentation that were read name no conflict between a VPC and tenant isolation, under which every
 * tool runs: they exclude function URLs, provisioned concurrency, SnapStart and most event sources. Nobody has deployed the
 * two together for this project yet. See https://docs.aws.amazon.com/lambda/latest/dg/tenant-isolation.html
 *
 * Prices are for us-east-1 in US dollars, written down in November 2026 and not checked against AWS's own lists:
 * https://aws.amazon.com/vpc/pricing/ and https://aws.amazon.com/privatelink/pricing/
 */
export class ToolNetwork {
  /** Nothing at all: no address answers and no name is looked up. Costs nothing. */
  static none(): ToolNetwork {
    return new ToolNetwork({ kind: 'none' });
  }

  /**
   * AWS alone: Amazon S3 and Amazon DynamoDB, and the services named here. Nothing leaves for the internet.
   *
   * Costs nothing without `services`. Each service named costs about $15 a month (an interface endpoint in two zones, $0.01
   * an hour each) and $0.01 a gigabyte.
   *
   * @throws Error when a service is not named as its address begins.
   */
  static awsOnly({ services = [] }: AwsServicesProps = {}): ToolNetwork {
    return new ToolNetwork({ kind: 'aws', services: checkServices(services) });
  }

  /**
   * These hosts over HTTPS, Amazon S3 and Amazon DynamoDB, and the services named here, which are reached over the internet.
   *
   * Costs about $37 a month (a NAT gateway for $0.045 and its address for $0.005 an hour) and $0.045 a gigabyte. The list
   * bounds names, not addresses: see `docs/egress.md`.
   *
   * @param hosts - 1 to 20 whole DNS names in lower case, without scheme, port or wildcard.
   * @throws Error when a host or service has another form.
   */
  static hosts(hosts: readonly string[], { services = [] }: AwsServicesProps = {}): ToolNetwork {
    const need = NetworkNeed.safeParse(hosts);
    if (!need.success) {
      throw new Error(
        `a network of hosts names 1 to 20 whole DNS names in lower case without scheme, port or wildcard, got ${JSON.stringify(hosts)}`,
      );
    }
    return new ToolNetwork({ kind: 'hosts', hosts: sortedSet(hostsOf(need.data)), services: checkServices(services) });
  }

  /**
   * No network of its own: the function can reach every address on the internet, whatever its contract says. A weakening;
   * synth warns of it with the reason.
   *
   * @throws Error without a reason.
   */
  static dangerouslyOpen(reason: string): ToolNetwork {
    if (reason.trim() === '') throw new Error('a tool with an open network needs a reason');
    return new ToolNetwork({ kind: 'open', reason });
  }

  readonly plan: NetworkPlan;

  private constructor(plan: NetworkPlan) {
    this.plan = plan;
  }
}

function checkServices(services: readonly string[]): readonly string[] {
  for (const service of services) {
    if (!SERVICE.test(service) || FREE.includes(service)) {
      throw new Error(
        `a service is named as its address begins, for example "secretsmanager"; S3 and DynamoDB are always there; got ${JSON.stringify(service)}`,
      );
    }
  }
  return sortedSet(services);
}

function sortedSet(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
