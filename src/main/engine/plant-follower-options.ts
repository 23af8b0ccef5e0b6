import type { RevisedStretch } from '../../shared/protocol';
import type { TileShelf } from '../history/shelf-sweep';
import type { TileTier } from '../history/tile-tier';
import type { FleetBus } from '../live/fleet/fleet-bus';
import type { LiveHub } from '../live/hub';
import type { RecentSamples } from '../live/recent-samples';
import type { AheadShelf } from './follower-ahead';
import type { CatalogueShelf } from './kept-catalogue';
import type { PlantConnectionsOptions } from './plant-connections';
import type { ToldOfPlant } from './plant-facts';

/** What one plant is followed with: how it is reached, where its changes go, and what lies beside it. */
export interface PlantFollowerOptions extends ToldOfPlant, PlantConnectionsOptions {
  readonly hub: LiveHub;
  readonly recent: RecentSamples;
  /** Plain characters that no other appliance has. */
  readonly applianceName: string;
  /** Tiers of history below memory. */
  readonly tiers: readonly TileTier[];
  /** Bound of the tiles in memory. */
  readonly memoryBytes: number;
  /** Keeps the catalogue over restarts; undefined: nothing is kept. */
  readonly shelf: CatalogueShelf | undefined;
  /** Keeps the past of pinned units; undefined: nothing is fetched ahead. */
  readonly aheadShelf: AheadShelf | undefined;
  /** Where tiles lie over restarts; undefined: nowhere. */
  readonly tileShelf: TileShelf | undefined;
  /** Where the plant's appliances share the following of its changes; undefined: this one follows by itself. */
  readonly fleet: FleetBus | undefined;
  /** Told of history that viewers should ask for again. */
  readonly onRevision: (stretches: readonly RevisedStretch[]) => void;
}
