import type { Settings } from '../config/settings';
import type { Log } from '../diagnostics/log';
import type { KeyFolder } from '../gateway/key-folder';
import type { TileTier } from '../history/tile-tier';
import type { GatewaySlotOptions } from './gateway-slot';
import type { SharedCacheOptions } from './shared-cache';
import type { StorePlaces } from './store-places';

/** What an appliance is started with; of the plant it knows nothing yet. */
export interface EngineOptions {
  /** What people call the plant. */
  readonly sourceName: string;
  readonly settings: Settings;
  /** Folder of the built renderer. */
  readonly rendererFolder: string;
  readonly log: Log;
  /** Tiers of history below memory, in any order; those that are not wanted are simply not there. */
  readonly tiers?: readonly TileTier[];
  /** Where what is on board is kept over restarts; nothing is kept where it is not given. */
  readonly store?: StorePlaces & {
    /** The built `store-worker.js`. */
    readonly workerEntryPath: string;
  };
  readonly sharedCache?: SharedCacheOptions;
  /** Keys of the network's certificate and of viewers, kept over restarts. */
  readonly secrets: GatewaySlotOptions['secrets'] & KeyFolder;
}
