import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLoopbackAddress, isPublicAddress } from '../../../functions/oauth/public-address.ts';

test.each([
  ['0.0.0.0', 'this network'],
  ['0.1.2.3', 'this network'],
  ['10.0.0.1', 'private'],
  ['172.16.0.1', 'private'],
  ['172.31.255.255', 'private'],
  ['192.168.1.1', 'private'],
  ['100.64.0.1', 'carrier-grade NAT'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['169.254.169.254', 'instance metadata'],
  ['169.254.170.2', 'container credentials'],
  ['169.254.100.1', 'link-local'],
  ['192.0.0.8', 'protocol assignments'],
  ['192.0.2.1', 'documentation'],
  ['198.51.100.1', 'documentation'],
  ['203.0.113.1', 'documentation'],
  ['192.88.99.1', '6to4 relay'],
  ['198.18.0.1', 'benchmarking'],
  ['198.19.255.255', 'benchmarking'],
  ['224.0.0.1', 'multicast'],
  ['239.255.255.255', 'multicast'],
  ['240.0.0.1', 'reserved'],
  ['255.255.255.255', 'broadcast'],
  ['::', 'unspecified'],
  ['::1', 'loopback'],
  ['fc00::1', 'unique local'],
  ['fd00:ec2::254', 'instance metadata'],
  ['fe80::1', 'link-local'],
  ['fe80::1%eth0', 'link-local with a zone'],
  ['fec0::1', 'site-local'],
  ['ff02::1', 'multicast'],
  ['::ffff:127.0.0.1', 'mapped loopback'],
  ['::ffff:8.8.8.8', 'mapped'],
  ['::ffff:a9fe:a9fe', 'mapped instance metadata'],
  ['::8.8.8.8', 'IPv4-compatible'],
  ['::7f00:1', 'IPv4-compatible loopback'],
  ['64:ff9b::8.8.8.8', 'NAT64'],
  ['64:ff9b::a9fe:a9fe', 'NAT64 to instance metadata'],
  ['64:ff9b:1::1', 'local NAT64'],
  ['2002:7f00:1::1', '6to4'],
  ['2002:808:808::1', '6to4 to a public address'],
  ['2001::1', 'Teredo'],
  ['2001:db8::1', 'documentation'],
  ['3fff::1', 'documentation'],
  ['2001:2::1', 'benchmarking'],
  ['100::1', 'discard'],
  ['4000::1', 'not given out'],
])('%s is not public: %s (F9)', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
  '%s is public',
  (address) => {
    expect(isPublicAddress(address)).toBe(true);
  },
);

test.each(['', 'localhost', '0x7f.1', '2130706433', '127.1', '0177.0.0.1', '8.8.8.8 ', '8.8.8.8:443', '[2606::1]'])(
  '%j is no address, so not public (F9)',
  (text) => {
    expect(isPublicAddress(text)).toBe(false);
  },
);

test('no IPv6 address outside 2000::/3 is public, whatever stands in it (F9)', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const first = address.startsWith(':') ? 0 : Number.parseInt(address.split(':')[0] ?? '', 16);
      fc.pre(first < 0x2000 || first > 0x3fff);
      expect(isPublicAddress(address)).toBe(false);
    }),
  );
});

test('only this machine is the loopback', () => {
  expect(['127.0.0.1', '127.8.8.8', '::1'].every(isLoopbackAddress)).toBe(true);
  expect(['8.8.8.8', '10.0.0.1', '169.254.169.254', '::', 'localhost', ''].some(isLoopbackAddress)).toBe(false);
});
