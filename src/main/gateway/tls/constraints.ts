import { addressBytes } from '../ip-address';
import { type CertificateNames, type Constraints, maskOf } from './write-certificate';

/** Networks that no address of the internet lies in: private, shared (RFC 6598), link-local and loopback ones. */
const PRIVATE_NETWORKS: Constraints['networks'] = [
  { address: '10.0.0.0', prefixBits: 8 },
  { address: '172.16.0.0', prefixBits: 12 },
  { address: '192.168.0.0', prefixBits: 16 },
  { address: '100.64.0.0', prefixBits: 10 },
  { address: '169.254.0.0', prefixBits: 16 },
  { address: '127.0.0.0', prefixBits: 8 },
  { address: 'fc00::', prefixBits: 7 },
  { address: 'fe80::', prefixBits: 10 },
  { address: '::1', prefixBits: 128 },
];

/**
 * What an authority of this machine may vouch for: its own names, anything under `.local`, private addresses, and of the
 * public ones those that it has. Who gets hold of its key cannot pose as a bank on the screens that trust it.
 */
export function constraintsFor({ hosts, addresses }: CertificateNames): Constraints {
  const isPrivate = (address: string) => isWithin(address, PRIVATE_NETWORKS);
  const own = addresses.filter((address) => !isPrivate(address));
  return {
    hosts: [...new Set(['localhost', 'local', ...hosts.filter((host) => !host.endsWith('.local'))])],
    networks: [
      ...PRIVATE_NETWORKS,
      ...own.map((address) => ({ address, prefixBits: address.includes(':') ? 128 : 32 })),
    ],
  };
}

/** The names that an authority may vouch for, and those that it may not. */
export function splitByConstraints(
  { hosts, addresses }: CertificateNames,
  constraints: Constraints,
): { readonly allowed: CertificateNames; readonly others: readonly string[] } {
  const isAllowedHost = (host: string) =>
    constraints.hosts.some((allowed) => host === allowed || host.endsWith(`.${allowed}`));
  const isAllowedAddress = (address: string) => isWithin(address, constraints.networks);
  return {
    allowed: { hosts: hosts.filter(isAllowedHost), addresses: addresses.filter(isAllowedAddress) },
    others: [
      ...hosts.filter((host) => !isAllowedHost(host)),
      ...addresses.filter((address) => !isAllowedAddress(address)),
    ],
  };
}

function isWithin(address: string, networks: Constraints['networks']): boolean {
  const bytes = addressBytes(address);
  return bytes !== undefined && networks.some((network) => holds(network, bytes));
}

function holds({ address, prefixBits }: Constraints['networks'][number], bytes: Uint8Array): boolean {
  const base = addressBytes(address);
  if (base?.length !== bytes.length) return false;
  const mask = maskOf(base.length, prefixBits);
  return bytes.every((byte, at) => ((byte ^ (base[at] ?? 0)) & (mask[at] ?? 0)) === 0);
}
