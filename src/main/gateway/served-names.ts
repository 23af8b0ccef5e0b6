import { isIPv4 } from 'node:net';
import { plainAddress } from './ip-address';
import type { CertificateNames } from './tls/write-certificate';

/** What the operating system says of this machine: `os.hostname()` and `os.networkInterfaces()`. */
export interface MachineNames {
  readonly hostname: string;
  readonly interfaces: Readonly<
    Record<string, readonly { readonly address: string; readonly internal: boolean }[] | undefined>
  >;
}

/** One label or several, of letters, digits and hyphens: nothing else is a host name that a browser asks for. */
export const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * The names and addresses under which this machine is reached from the network, the most usual first: its own name,
 * the same under `.local` (mDNS), what the installer added, and every address but loopback and link-local ones.
 */
export function servedNames(machine: MachineNames, added: readonly string[]): CertificateNames {
  const own = machine.hostname.toLowerCase();
  const first = own.split('.', 1)[0] ?? own;
  const hosts = [own, `${first}.local`, ...added.map((name) => name.toLowerCase())];
  const addresses = Object.values(machine.interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => plainAddress(address));
  const [ipv4, ipv6] = [addresses.filter(isIPv4), addresses.filter((address) => !isIPv4(address))];
  return {
    hosts: [...new Set(hosts)].filter((host) => HOST_NAME.test(host) && host !== 'localhost'),
    addresses: [...new Set([...ipv4.sort(), ...ipv6.sort()])],
  };
}

/** The addresses of our pages for a person, such as `https://192.168.1.20:8443/`; numbers first, which always resolve. */
export function pageAddresses({ hosts, addresses }: CertificateNames, port: number): readonly string[] {
  const written = addresses.map((address) => (isIPv4(address) ? address : `[${address}]`));
  const numbers = written.filter((each) => !each.startsWith('['));
  const others = written.filter((each) => each.startsWith('['));
  return [...numbers, ...hosts, ...others].map((name) => `https://${name}${port === 443 ? '' : `:${port}`}/`);
}
