import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** All that is routed on the public internet lies in here (RFC 4291 §2.4, IANA); ipaddr.js knows what is special inside. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is anybody's on the public internet (F9).
 *
 * Everything else is refused: this machine, its networks, the metadata services, and every IPv6 form that carries an IPv4
 * address inside, which the system or a gateway on the way would unwrap.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0) return false;
  const ip = ipaddr.parse(address);
  if (ip instanceof ipaddr.IPv6 && !ip.match(GLOBAL_UNICAST)) return false;
  return ip.range() === 'unicast';
}

/** Whether an address is this machine's own. */
export function isLoopbackAddress(address: string): boolean {
  return isIP(address) !== 0 && ipaddr.process(address).range() === 'loopback';
}
