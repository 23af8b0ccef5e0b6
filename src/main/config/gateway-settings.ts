import { z } from 'zod';
import { NetworkTls } from '../../shared/network';

/** How screens reach the appliance. */
export const GatewaySettings = z
  .strictObject({
    /** Whom it answers: this machine alone, or the network, by TLS. */
    listen: z.enum(['loopback', 'lan'], { error: 'it must be "loopback" (this machine alone) or "lan"' }),
    /** 0: any free one, for this machine alone. */
    port: z.number().int().min(0).max(65_535),
    tls: NetworkTls,
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
