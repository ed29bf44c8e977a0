import type { ContractDocument } from '../../shared/contract-document.ts';
import type { ReportNetwork } from './report-document.ts';
import type { ReportResource, ReportStacks } from './report-stack.ts';
import { isRecord } from './template-text.ts';
import { vpcOf } from './vpc-of.ts';

/** How a tool's function is wired to the network, beside what its contract says it needs. */
export function networkOf(
  { network: need }: ContractDocument,
  fn: ReportResource | undefined,
  variables: { readonly [name: string]: string },
  stacks: ReportStacks,
): ReportNetwork {
  const config = fn?.properties.VpcConfig;
  return {
    need,
    ...(isRecord(config) && { vpc: vpcOf(config, stacks) }),
    named: [...new Set(Object.values(variables).flatMap(hostsIn))].toSorted(),
  };
}

/** Hosts of the addresses in a text. */
function hostsIn(value: string): readonly string[] {
  return Array.from(value.matchAll(/\b[a-z][a-z0-9+.-]*:\/\/([^/\s"',]+)/gi), ([, host = '']) => host);
}
