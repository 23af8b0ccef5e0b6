import { z } from 'zod';

/** Where a viewer token may be kept: by the desktop's keyring, in a file of this user alone, or handed over by systemd. */
const TOKEN_PLACES = ['keyring', 'file', 'credential'] as const;
export type TokenPlace = (typeof TOKEN_PLACES)[number];

/** Another appliance in the plant's place: its address, and where its token is kept; never the token itself. */
export const SourceAppliance = z.strictObject({
  kind: z.literal('appliance'),
  /** `http://host:port` or `https://host:port`. */
  url: z.string().min(1),
  /** Path of a PEM file with the certificate of the authority that its certificate is of, where the system does not know it. */
  caFile: z.string().min(1).optional(),
  tokenPlace: z.enum(TOKEN_PLACES),
});
export type SourceAppliance = z.infer<typeof SourceAppliance>;

/** Where everything on the screens comes from: the plant's own database, or another appliance that follows it. */
export const SourceSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('plant') }),
  SourceAppliance,
]);
export type SourceSettings = z.infer<typeof SourceSettings>;
