import { ambiguousTimes } from '../../shared/ambiguous-times';
import type { PlantTables } from '../../shared/plant-tables';
import type { PlantLink, RevisedStretch } from '../../shared/protocol';
import type { SeriesTable } from '../../shared/series';
import { HistoryService } from '../history/history-service';
import type { TileShelf } from '../history/shelf-sweep';
import type { TileTier } from '../history/tile-tier';
import type { ChangeBatch } from '../live/change-batch';
import type { FeedState } from '../live/change-feed';
import type { Catalogue } from '../plant/catalogue';
import type { PlantTimers } from '../plant/clock';
import type { PlantReader } from '../plant/plant-reader';
import type { PreparationWatch } from '../plant/preparation-watch';
import { touchesOf } from './touches-of';

export interface FollowerHistoryOptions {
  readonly reader: PlantReader;
  /** For what nobody waits for. */
  readonly backgroundReader: PlantReader;
  readonly catalogue: Catalogue;
  readonly tables: PlantTables;
  readonly preparation: PreparationWatch;
  readonly timers: PlantTimers;
  readonly plantNowMs: () => number;
  readonly link: () => PlantLink;
  /** Tiers below memory. */
  readonly tiers: readonly TileTier[];
  /** Where tiles lie over restarts; undefined: nowhere. */
  readonly tileShelf?: TileShelf | undefined;
  readonly memoryBytes: number;
  readonly onRevision: (stretches: readonly RevisedStretch[]) => void;
  readonly onTrouble: (error: unknown) => void;
}

/** A chart shows what there is after so long, and the rest when it comes. */
export const PATIENCE_MS = 2_000;

/** History of the plant that is followed: fitted to catalogue and reader, and told of what changes. */
export class FollowerHistory {
  readonly service: HistoryService;
  readonly #catalogue: Pick<Catalogue, 'whenSwept'>;
  readonly #plantNowMs: () => number;
  #followedSinceMs: number | undefined;

  constructor(options: FollowerHistoryOptions) {
    const { reader, catalogue, preparation, timers, plantNowMs } = options;
    this.#catalogue = catalogue;
    this.#plantNowMs = plantNowMs;
    this.service = new HistoryService({
      plant: reader,
      backgroundPlant: options.backgroundReader,
      catalogue: {
        series: (key) => catalogue.series(key),
        levels: (table) => catalogue.levels(table),
        canRead: (key, resolution, range) => catalogue.canRead(key, resolution, range),
        isKept: (table, resolution) => catalogue.isKept(table, resolution),
        ambiguous: (table, range) => ambiguousTimes(options.tables[table].time, range),
        preparing: () => preparation.preparing(),
        keptFor: (table, resolution) => catalogue.keptFor(table, resolution),
        workUnitIds: () => catalogue.units().map(({ workUnitId }) => workUnitId),
        seriesOf: (table, workUnitId) => seriesOf(catalogue, table, workUnitId),
      },
      clock: { plantNowMs, setTimer: timers.setTimer },
      tiers: options.tiers,
      ...(options.tileShelf === undefined ? {} : { shelf: options.tileShelf }),
      memoryBytes: options.memoryBytes,
      followedSinceMs: () => this.#followedSinceMs,
      patienceMs: PATIENCE_MS,
      isPlantAway: () => options.link().state === 'offline',
      plantSeenMs: () => options.link().asOfMs ?? undefined,
      onRevision: options.onRevision,
      onTrouble: options.onTrouble,
    });
  }

  /** To be told before the viewers are: who asks again at once must get what is true now. */
  changed(batch: ChangeBatch): void {
    for (const touch of touchesOf(batch.units, this.#plantNowMs())) this.service.touched(touch);
  }

  /** While the feed follows, every change is told of; what was changed before that is looked for. */
  feedChanged(state: FeedState): void {
    const follows = state === 'listening' || state === 'polling';
    if (!follows) this.#followedSinceMs = undefined;
    else if (this.#followedSinceMs === undefined) {
      this.#followedSinceMs = this.#plantNowMs();
      // What the plant lists as changed is noted for each unit: before the catalogue there is none.
      void this.#catalogue.whenSwept().then(() => this.service.sweep());
    }
  }

  /** Begins to look after what is in memory. */
  start(): void {
    this.service.start();
  }

  close(): void {
    this.service.close();
  }
}

function seriesOf(catalogue: Catalogue, table: SeriesTable, workUnitId: string): readonly string[] {
  const unit = catalogue.units().find((each) => each.workUnitId === workUnitId);
  return (unit?.series ?? []).filter((each) => each.table === table).map(({ name }) => name);
}
