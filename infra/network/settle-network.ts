import { isDeepStrictEqual } from 'node:util';
import type { ToolContract } from '../../shared/tool-contract.ts';
import { hostsOf } from '../../shared/tool-network.ts';
import { ToolNetwork } from './tool-network.ts';

/**
 * The network a tool gets: what its contract says and what its function is wired to are the same, in both directions (E7).
 * Nothing that costs money is made unasked.
 *
 * @throws Error in words that say what to change.
 */
export function settleNetwork(
  where: string,
  { network: need }: Pick<ToolContract, 'network'>,
  given: ToolNetwork | undefined,
): ToolNetwork {
  const hosts = hostsOf(need);
  if (given === undefined) {
    if (hosts.length > 0) {
      throw new Error(
        `${where}: its contract names hosts, so it needs network: ToolNetwork.hosts(${JSON.stringify(hosts)}), about $37 a month for a NAT gateway in us-east-1; or ToolNetwork.dangerouslyOpen(reason)`,
      );
    }
    return need === 'none' ? ToolNetwork.none() : ToolNetwork.awsOnly();
  }
  const { plan } = given;
  if (plan.kind === 'open') return given;
  const wired = plan.kind === 'hosts' ? plan.hosts : plan.kind;
  const said = typeof need === 'string' ? need : hosts;
  if (isDeepStrictEqual(wired, said)) return given;
  throw new Error(
    `${where}: its contract says network: ${JSON.stringify(said)} and its function is wired to ${JSON.stringify(wired)}; change one of them`,
  );
}
