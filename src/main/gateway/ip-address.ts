import { isIPv4, isIPv6 } from 'node:net';

const GROUPS = 8;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** An address as people write it: an IPv4 one that came over an IPv6 socket without its prefix, no zone. */
export function plainAddress(address: string): string {
  const withoutZone = address.split('%', 1)[0] ?? address;
  return MAPPED.exec(withoutZone)?.[1] ?? withoutZone;
}

/** True for this machine itself. */
export function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(127\.|::1$)/.test(plainAddress(address));
}

/** The 4 or 16 bytes of an address; undefined where the text is none. */
export function addressBytes(address: string): Uint8Array | undefined {
  if (isIPv4(address)) return Uint8Array.from(address.split('.'), Number);
  if (!isIPv6(address) || address.includes('%')) return undefined;
  const bytes = new Uint8Array(GROUPS * 2);
  ipv6Groups(address).forEach((group, at) => {
    bytes[at * 2] = group >> 8;
    bytes[at * 2 + 1] = group & 0xff;
  });
  return bytes;
}

/** @param address one that is known to be IPv6 */
function ipv6Groups(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  if (tail === undefined) return before;
  return [...before, ...Array<number>(GROUPS - before.length - after.length).fill(0), ...after];
}

function groupsOf(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [(a << 8) | b, (c << 8) | d];
  });
}

/**
 * Whose wrong tries are counted together: an IPv4 address, or the 64 bits of an IPv6 one that name a network, within
 * which a machine gives itself as many addresses as it likes.
 */
export function limitedAs(address: string): string {
  const plain = plainAddress(address);
  const bytes = isIPv6(plain) ? addressBytes(plain) : undefined;
  if (bytes === undefined) return plain;
  return `${Buffer.from(bytes.subarray(0, GROUPS)).toString('hex')}::/64`;
}
