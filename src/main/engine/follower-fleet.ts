import { createHash } from 'node:crypto';
import type { Log } from '../diagnostics/log';
import type { FleetBus } from '../live/fleet/fleet-bus';
import { SharedFeed, type SharedFeedOptions } from '../live/fleet/shared-feed';

/** The part of it that this appliance decides: who it is, and what becomes of the others' word. */
export type FleetParts = Omit<SharedFeedOptions, 'phase' | 'onRole'> & { readonly bus: FleetBus; readonly log: Log };

/** Following the plant together with its other appliances. */
export function sharedFeed({ log, ...options }: FleetParts): SharedFeed {
  return new SharedFeed({
    ...options,
    phase: phaseOf(options.holder),
    onRole: (role, reason) => log.info('fleet-role', { role, reason }),
  });
}

/** A place between 0 and 1 that another name hardly shares. */
export function phaseOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}
