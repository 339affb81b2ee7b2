import { BlockList, isIP } from 'node:net';

/** `forbidden`: link-local, metadata services, multicast, and what is no host's address at all. */
export type AddressKind = 'public' | 'private' | 'loopback' | 'forbidden';

type Ranges = readonly (readonly [address: string, prefix: number])[];

const LOOPBACK: Ranges = [['127.0.0.0', 8], ['::1', 128]];
/** RFC 1918, carrier-grade NAT (RFC 6598), unique local IPv6 (RFC 4193). */
const PRIVATE: Ranges = [
  ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10], ['fc00::', 7],
];
/** Addresses inside ranges that look harmless, where clouds keep credentials. */
const METADATA: Ranges = [
  ['100.100.100.200', 32], ['168.63.129.16', 32], ['fd00:ec2::254', 128], ['fd20:ce::254', 128],
];
const SPECIAL_V4: Ranges = [
  ['0.0.0.0', 8], ['169.254.0.0', 16], ['192.0.0.0', 24], ['192.0.2.0', 24], ['192.88.99.0', 24],
  ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
];
/** Inside global unicast, 2000::/3: protocol assignments with Teredo, documentation, 6to4. */
const SPECIAL_V6: Ranges = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20]];
const GLOBAL_V6: Ranges = [['2000::', 3]];
/** NAT64: the last 32 bits are an IPv4 address, and that is where it leads. */
const NAT64: Ranges = [['64:ff9b::', 96]];

/**
 * What kind of host an IP address leads to. IPv6 is public only where addresses are given out
 * (2000::/3); addresses that hold an IPv4 address are judged by it when they lead to it (mapped,
 * NAT64) and refused otherwise.
 */
export function classifyAddress(address: string): AddressKind {
  const family = isIP(address);
  if (family === 4) return classifyV4(address);
  if (family !== 6 || address.includes('%')) return 'forbidden';
  const embedded = embeddedV4(address);
  if (embedded !== undefined) return classifyV4(embedded);
  if (isWithin(LOOPBACK, address)) return 'loopback';
  if (isWithin(METADATA, address)) return 'forbidden';
  if (isWithin(PRIVATE, address)) return 'private';
  return isWithin(GLOBAL_V6, address) && !isWithin(SPECIAL_V6, address) ? 'public' : 'forbidden';
}

function classifyV4(address: string): AddressKind {
  if (isWithin(LOOPBACK, address)) return 'loopback';
  if (isWithin(METADATA, address) || isWithin(SPECIAL_V4, address)) return 'forbidden';
  return isWithin(PRIVATE, address) ? 'private' : 'public';
}

/** The IPv4 address that a mapped or NAT64 one leads to. The URL parser brings all spellings into one form. */
function embeddedV4(address: string): string | undefined {
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const isMapped = /^::ffff:[\da-f]{1,4}:[\da-f]{1,4}$/.test(canonical);
  if (!isMapped && !isWithin(NAT64, address)) return undefined;
  const [high = 0, low = 0] = canonical.split(':').slice(-2).map((group) => parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

const lists = new WeakMap<Ranges, BlockList>();

function isWithin(ranges: Ranges, address: string): boolean {
  let list = lists.get(ranges);
  if (!list) {
    list = new BlockList();
    for (const [subnet, prefix] of ranges) list.addSubnet(subnet, prefix, familyOf(subnet));
    lists.set(ranges, list);
  }
  return list.check(address, familyOf(address));
}

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6');
