import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { createError } from '../../kernel';
import { classifyAddress } from './address';

export interface HostRules {
  /** Only these hosts (`*.example.com`: all below it); absent or empty: every one. */
  readonly allowHosts?: readonly string[];
  /** Also private and loopback addresses, and `http:` to loopback. */
  readonly allowPrivate?: boolean;
}

export interface Address {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (host: string) => Promise<readonly Address[]>;

const resolveByDns: Resolve = (host) => lookup(host, { all: true, verbatim: true });

/**
 * The addresses of a URL's host, asked for once: the connection is made to these and no others, so
 * that the name cannot lead elsewhere a moment later. All of them must be allowed, not just one.
 * Throws SOURCE_URL_INVALID, SOURCE_HOST_NOT_ALLOWED, SOURCE_ADDRESS_PRIVATE, SOURCE_UNREACHABLE.
 */
export async function pinHost(url: URL, rules: HostRules, resolve: Resolve = resolveByDns): Promise<readonly Address[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw createError('SOURCE_URL_INVALID', { reason: 'it does not begin with https://' });
  }
  assertHostAllowed(host, rules.allowHosts ?? []);
  const addresses = await findAddresses(host, resolve);
  const kinds = addresses.map(({ address }) => classifyAddress(address));
  const refused = kinds.find((kind) => kind === 'forbidden' || (kind !== 'public' && !rules.allowPrivate));
  if (refused) {
    throw createError('SOURCE_ADDRESS_PRIVATE', { host, kind: refused === 'forbidden' ? 'reserved' : refused });
  }
  if (url.protocol === 'http:' && !kinds.every((kind) => kind === 'loopback')) {
    throw createError('SOURCE_URL_INVALID', { reason: 'it does not begin with https://, and what http: carries can be read on the way' });
  }
  return addresses;
}

function assertHostAllowed(host: string, allowed: readonly string[]): void {
  const name = host.replace(/\.$/, '').toLowerCase();
  const named = allowed.map((entry) => entry.trim().toLowerCase()).filter((entry) => entry !== '');
  const matches = (entry: string): boolean =>
    entry.startsWith('*.') ? name.endsWith(entry.slice(1)) : name === entry.replace(/^\[|\]$/g, '');
  if (named.length > 0 && !named.some(matches)) {
    throw createError('SOURCE_HOST_NOT_ALLOWED', { host, reason: `allowed are ${named.slice(0, 5).join(', ')}` });
  }
}

async function findAddresses(host: string, resolve: Resolve): Promise<readonly Address[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family }];
  let addresses: readonly Address[];
  try {
    addresses = await resolve(host);
  } catch (thrown) {
    throw createError('SOURCE_UNREACHABLE', { host, reason: 'its name is unknown' }, thrown);
  }
  if (addresses.length === 0) throw createError('SOURCE_UNREACHABLE', { host, reason: 'its name is unknown' });
  return addresses;
}
