import { hostsOf } from '../../shared/tool-network.ts';
import type { ReportNetwork, ReportVpc, Weakening } from './report-document.ts';

/** Where a function may connect although its contract does not say so (E7, H4). */
export function networkWeakenings({ need, vpc }: ReportNetwork): readonly Weakening[] {
  if (!vpc) return [weakness('network-open', 'Nothing in the template limits where its function connects (E7).')];
  const found: Weakening[] = [];
  const hosts = hostsOf(need);
  const strays = allowedNames(vpc).filter((domain) => !hosts.includes(domain) && !isOfAws(domain));
  if (!blocksOtherNames(vpc))
    found.push(
      weakness('names-open', 'Its network answers every name: no rule of a DNS firewall blocks the rest (E7).'),
    );
  if (strays.length > 0)
    found.push(
      weakness(
        'names-not-in-contract',
        `Its network answers names its contract does not say: ${strays.join(', ')} (E7).`,
      ),
    );
  if (vpc.failOpen !== undefined && vpc.failOpen !== 'DISABLED')
    found.push(
      weakness('names-fail-open', `Names are answered while the DNS firewall is out of order: ${vpc.failOpen} (E7).`),
    );
  if (vpc.routes.length > 0)
    found.push(
      weakness('addresses-open', 'Hosts are held by name alone: an address written as a number is not stopped (E7).'),
    );
  return found;
}

/** Whether a network answers no name but those it lists: rules are asked in order, and the first that fits decides. */
export function blocksOtherNames({ names }: ReportVpc): boolean {
  return names.find(({ domains }) => domains.includes('*'))?.action === 'BLOCK';
}

function allowedNames({ names }: ReportVpc): readonly string[] {
  return names.filter(({ action }) => action !== 'BLOCK').flatMap(({ domains }) => domains);
}

function isOfAws(domain: string): boolean {
  return domain.endsWith('.<AWS::URLSuffix>') || domain.endsWith('.amazonaws.com');
}

function weakness(id: string, words: string): Weakening {
  return { id, words };
}
