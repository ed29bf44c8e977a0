import ipaddr from 'ipaddr.js';
import { UnknownInPolicy } from './unknown-in-policy.ts';
import type { ReadWantedValue } from './wanted-value.ts';

type Address = ReturnType<typeof ipaddr.parse>;

/** The IpAddress operator: an address or a range in CIDR form (RFC 4632). IPv4 and IPv6 never match each other. */
export const wantedAddress: ReadWantedValue = (source, { where }) => {
  const [range, bits] = readRange(source, where);
  return {
    describe: () => source,
    matches(got) {
      const address = readAddress(got, 'the request');
      return address.kind() === range.kind() && address.match(range, bits);
    },
  };
};

function readRange(text: string, where: string): [Address, number] {
  if (text.includes('/') && ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  const address = readAddress(text, where);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** `ipaddr.isValid` also takes short and octal forms of IPv4, which AWS does not know. */
function readAddress(text: string, where: string): Address {
  if (ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text)) return ipaddr.parse(text);
  throw new UnknownInPolicy(`${JSON.stringify(text)} as an IP address`, where);
}
