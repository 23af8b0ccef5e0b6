import { z } from 'zod';
import { TLS_MODES } from '../../shared/tls-mode';

/**
 * Where the password of the daily login is kept: `none` where the server asks for none; `keyring` by the desktop's own
 * keyring; `file` in a file of this user alone; `credential` handed over by systemd; `ask` nowhere, a person gives it at
 * each start.
 */
export const PASSWORD_PLACES = ['none', 'keyring', 'file', 'credential', 'ask'] as const;
export type PasswordPlace = (typeof PASSWORD_PLACES)[number];

/** The plant that was set up here, as `settings.json` holds it: everything but the password. */
export const ConfiguredPlant = z.strictObject({
  /** What people call it; host and database where it has no name. */
  name: z.string().trim().min(1).max(60).optional(),
  host: z.string().regex(/^[^\s/@]+$/, 'is no name or address of a host'),
  port: z.number().int().min(1).max(65_535),
  database: z.string().min(1),
  /** The daily login, a reader where there is one. */
  user: z.string().min(1),
  tls: z.strictObject({
    mode: z.enum(TLS_MODES),
    /** Path of a PEM file with the certificate authority's certificate. */
    caFile: z.string().min(1).optional(),
  }),
  passwordPlace: z.enum(PASSWORD_PLACES),
  /** As `provision --settings` reads it; decoded by whoever provisions. */
  provisioning: z.record(z.string(), z.unknown()).optional(),
});
export type ConfiguredPlant = z.infer<typeof ConfiguredPlant>;
