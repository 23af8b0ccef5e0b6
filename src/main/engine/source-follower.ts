import type { StoreSnapshot } from '../../shared/diagnostics';
import type { CatalogueUnit, PlantLink, Preparing, SourceFacts } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import type { AheadFetcher } from '../history/ahead/ahead-fetcher';
import type { HistoryService } from '../history/history-service';
import type { SharedFeedSnapshot } from '../live/fleet/shared-feed';
import type { PlantPoolSnapshot } from '../plant/plant-pool';
import type { WorkPlan } from './plant-facts';

/** What the engine needs of its source, be it a plant's database or another appliance. */
export interface SourceFollower {
  readonly catalogue: {
    units(): readonly CatalogueUnit[];
    onChange(listener: (units: readonly CatalogueUnit[]) => void): () => void;
  };
  readonly preparation: {
    preparing(): readonly Preparing[];
    onChange(listener: (preparing: readonly Preparing[]) => void): () => void;
  };
  readonly history: HistoryService;
  /** Brings the past of pinned units on board; undefined where nothing is kept. */
  readonly ahead: AheadFetcher | undefined;
  /** It waits for a person before it may connect; another one may take its place. */
  readonly isHeldBack: boolean;
  /** Begins to connect; what is known from an earlier run is there meanwhile. */
  start(): void;
  /** The plant's time now, ms. */
  plantNowMs(): number;
  /** How far the plant's clock is ahead of this machine's, ms; undefined before it was told. */
  clockOffsetMs(): number | undefined;
  /** Whether a unit's samples in a table are at hand as far back as averages reach. */
  isFilled(workUnitId: string, table: SeriesTable): boolean;
  /** Connections to the plant's database; undefined where there are none. */
  pool(): PlantPoolSnapshot | undefined;
  /** How following the changes does, for diagnostics; undefined where another appliance follows them. */
  following(): StoreSnapshot | undefined;
  /** How the following of the plant is shared with other appliances; undefined where it is not. */
  fleet(): SharedFeedSnapshot | undefined;
  link(): PlantLink;
  /** Calls back when the link or the way of following changes; returns the way out. */
  onLink(listener: (link: PlantLink) => void): () => void;
  /** What is known of the source as a whole; undefined before it is. */
  facts(): SourceFacts | undefined;
  onFacts(listener: (facts: SourceFacts) => void): () => void;
  /** The settings say something else of when the lines produce, and of their pieces. */
  goByPlan(plan: WorkPlan): void;
  /** Stops reading and closes every connection; idempotent. */
  close(): Promise<void>;
}
