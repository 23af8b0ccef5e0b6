import type { PlantAddress } from './connection';

/** Names that mean another machine on each machine. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/i;

/**
 * What this plant is called in a cache that several appliances share: host, port and database. Appliances that reach it
 * by unlike names share nothing, which costs a little; two plants under one name would show each other's values, so a
 * name that every machine has for itself comes with the machine's own.
 */
export function plantIdOf({ host, port, database }: PlantAddress, hostName: string): string {
  const place = LOOPBACK.test(host) ? `${hostName}/${host}` : host;
  return `${place}:${port}/${database}`;
}
