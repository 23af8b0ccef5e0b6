import { z } from 'zod';
import { SetupOutcome } from './setup';

const path = z.string().min(1).max(4_096);

/** Where the certificate that the network sees comes from. */
export const NetworkTls = z.discriminatedUnion('certificate', [
  /** An authority that the appliance makes for itself, whose root each screen is told to trust. */
  z.strictObject({ certificate: z.literal('own') }),
  /** The plant's own: PEM files, the certificate with what leads to its authority, and its key without a passphrase. */
  z.strictObject({ certificate: z.literal('files'), certificateFile: path, keyFile: path }),
]);
export type NetworkTls = z.infer<typeof NetworkTls>;

/** How the network is to be served. */
export const NetworkWish = z.strictObject({
  /** This machine alone, or the network, by TLS. */
  listen: z.enum(['loopback', 'lan']),
  port: z.number().int().min(0).max(65_535),
  tls: NetworkTls,
});
export type NetworkWish = z.infer<typeof NetworkWish>;

/** What people call a screen. */
export const ViewerName = z.string().trim().min(1).max(80);

/** A screen's, or a program's, key. Times in ms since the epoch, of this machine's clock. */
export const NetworkViewer = z.object({
  id: z.string(),
  name: z.string(),
  createdMs: z.number(),
  /** Absent: never. */
  lastUsedMs: z.number().optional(),
  /** Somebody is in by it at this moment. */
  isIn: z.boolean(),
});
export type NetworkViewer = z.infer<typeof NetworkViewer>;

/** What the page of an installer shows of the network. */
export const NetworkState = z.object({
  /** As it is in force. */
  wish: NetworkWish,
  /** The port that is open; the command line may have chosen another than the settings hold. */
  port: z.number().int(),
  /** Where the screens are found on the network, the surest first. */
  addresses: z.array(z.string()),
  certificate: z
    .object({
      validToMs: z.number(),
      fingerprint: z.string(),
      root: z.object({ fingerprint: z.string(), validToMs: z.number() }).optional(),
    })
    .optional(),
  /** What a person must do something about, each with its remedy. */
  problems: z.array(z.string()),
  viewers: z.array(NetworkViewer),
  /** A code that waits to be typed. */
  pairing: z.object({ name: z.string(), code: z.string(), leftMs: z.number() }).optional(),
  /** This machine's clock, ms since the epoch. */
  nowMs: z.number(),
});
export type NetworkState = z.infer<typeof NetworkState>;

/** A token is told this once. */
export const IssuedToken = z.object({ outcome: SetupOutcome, token: z.string().optional() });
export type IssuedToken = z.infer<typeof IssuedToken>;
