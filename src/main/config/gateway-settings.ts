import { z } from 'zod';

const path = z.string().min(1);

/** Where the certificate that the network sees comes from. */
export const GatewayTls = z.discriminatedUnion('certificate', [
  /** An authority that the appliance makes for itself, whose root each screen is told to trust. */
  z.strictObject({ certificate: z.literal('own') }),
  /** The plant's own: PEM files, the certificate with what leads to its authority, and its key without a passphrase. */
  z.strictObject({ certificate: z.literal('files'), certificateFile: path, keyFile: path }),
]);
export type GatewayTls = z.infer<typeof GatewayTls>;

/** How screens reach the appliance. */
export const GatewaySettings = z
  .strictObject({
    /** Whom it answers: this machine alone, or the network, by TLS. */
    listen: z.enum(['loopback', 'lan'], { error: 'it must be "loopback" (this machine alone) or "lan"' }),
    /** 0: any free one, for this machine alone. */
    port: z.number().int().min(0).max(65_535),
    tls: GatewayTls,
    /** Names under which the network's DNS knows the appliance, beside its own. */
    names: z.array(
      z.string().regex(/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i, 'it is no host name, such as line3.plant.example'),
    ),
  })
  .refine(({ listen, port }) => listen === 'loopback' || port !== 0, {
    path: ['port'],
    message: 'on the network it must be a fixed one, because screens keep the address; give one, for example 8443',
  });
export type GatewaySettings = z.infer<typeof GatewaySettings>;
