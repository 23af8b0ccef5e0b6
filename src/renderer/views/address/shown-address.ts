/** Where a phone in the network opens this view; or why it cannot. */
export type ShownAddress =
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'not-served' }
  | { readonly kind: 'only-here' };

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * The address of the view that is shown, without any key: whoever opens it has one, or pairs.
 * @param hash of the page, `#` included; a code in it (of a first visit) is no part of an address
 * @param lanAddresses where screens find the appliance, the surest first; undefined where only the page itself tells
 */
export function shownAddress(
  { protocol, host, hostname, hash }: Pick<Location, 'protocol' | 'host' | 'hostname' | 'hash'>,
  lanAddresses: readonly string[] | undefined,
): ShownAddress {
  const route = hash.startsWith('#/') ? hash : '#/';
  if (lanAddresses !== undefined) {
    const [first] = lanAddresses;
    return first === undefined ? { kind: 'not-served' } : { kind: 'address', address: `${withSlash(first)}${route}` };
  }
  if (protocol !== 'https:' || LOOPBACK.test(hostname)) return { kind: 'only-here' };
  return { kind: 'address', address: `https://${host}/${route}` };
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`;
}
