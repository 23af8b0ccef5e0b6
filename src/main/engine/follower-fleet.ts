import { createHash } from 'node:crypto';
import type { Log } from '../diagnostics/log';
import type { FleetBus } from '../live/fleet/fleet-bus';
import { type FleetRole, SharedFeed, type SharedFeedOptions } from '../live/fleet/shared-feed';
import { systemTimers } from '../plant/clock';

/** Appliances that hear of a changed catalogue look at it within this. */
const CATALOGUE_SPREAD_MS = 5_000;

/** The part of it that this appliance decides: who it is, and what becomes of the others' word. */
export type FleetParts = Omit<SharedFeedOptions, 'phase' | 'onRole'> & {
  readonly bus: FleetBus;
  readonly log: Log;
  /** Nobody tells any more: what the others told is to be asked of the plant. */
  readonly onNotTold: () => void;
};

const TELLS_ITSELF: ReadonlySet<FleetRole> = new Set(['leading', 'alone']);

/** Following the plant together with its other appliances. */
export function sharedFeed({ log, onNotTold, ...options }: FleetParts): SharedFeed {
  const phase = phaseOf(options.holder);
  return new SharedFeed({
    ...options,
    phase,
    // All hear of it at once, and the plant is asked by one after the other.
    onCatalogue: () => void systemTimers.setTimer(options.onCatalogue, phase * CATALOGUE_SPREAD_MS),
    onRole: (role, reason) => {
      log.info('fleet-role', { role, reason });
      if (TELLS_ITSELF.has(role)) onNotTold();
    },
  });
}

/** A place between 0 and 1 that another name hardly shares. */
function phaseOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0) / 2 ** 32;
}
