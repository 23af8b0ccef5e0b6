import { readFileSync } from 'node:fs';
import type { ConfiguredPlant } from '../config/configured-plant';
import { plantAddress, plantName } from '../plant/address';
import type { PlantAddress } from '../plant/connection';

/** The plant that the app shows. */
export type ShownPlant =
  | { readonly kind: 'demo' }
  /** Named on the command line. */
  | { readonly kind: 'named'; readonly name: string }
  /** Another appliance. */
  | { readonly kind: 'appliance'; readonly name: string }
  | {
      readonly kind: 'configured';
      readonly configured: ConfiguredPlant;
      /** Present while a person must give the password: begins to follow the plant with it. */
      readonly givePassword: ((password: string) => void) | undefined;
    };

/**
 * Where the configured plant is, for the way in with a password or without one.
 * @throws Error with one sentence when its certificate file cannot be read
 */
export function addressOf(plant: ConfiguredPlant, password: string | undefined): PlantAddress {
  const { host, port, database, user, tls } = plant;
  return plantAddress(
    {
      ...{ host, port, database, user, sslMode: tls.mode },
      ...(password === undefined ? {} : { password }),
      ...(tls.caFile === undefined ? {} : { sslRootCertificate: tls.caFile }),
    },
    (path) => readFileSync(path, 'utf8'),
  );
}

/** What people call the configured plant. */
export function nameOf(plant: ConfiguredPlant): string {
  return plant.name ?? plantName(plant);
}
