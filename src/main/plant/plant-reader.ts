import type { Preparing } from '../../shared/protocol';
import type { BucketResolution, SeriesTable } from '../../shared/series';
import type { BucketColumns, RawColumns } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import { type Sweep, type SweepRequest, sweepPlant } from './catalogue-sweep';
import type { PlantDatabase } from './plant-database';
import { isPlantUnreachable } from './plant-error';
import type { LaneName } from './pool-shares';
import { ABILITIES } from './statements/abilities';
import { bucketRows } from './statements/bucket-rows';
import { type Neighbours, neighbours } from './statements/neighbours';
import { OWN_SURPLUS_RIGHTS } from './statements/own-rights';
import { CAN_READ_PENDING, type PendingChange, pendingChanges } from './statements/pending-changes';
import { PREPARATION } from './statements/preparation';
import { rawRows, TooManyRowsError } from './statements/raw-rows';
import { recomputedSource } from './statements/recomputed-buckets';
import type { SeriesName } from './statements/series-list';

/**
 * Reads for history: each method is one statement, whatever the number of series, and answers in their order.
 * All reject with the signal's reason when aborted, and with an error that {@link PlantReader.troubleOf} can name.
 */
export class PlantReader {
  readonly #database: PlantDatabase;
  readonly #lane: LaneName;

  /** @param lane how urgent its tiles are: somebody waits for them, or they are fetched ahead */
  constructor(database: PlantDatabase, lane: LaneName = 'screen') {
    this.#database = database;
    this.#lane = lane;
  }

  /**
   * Samples of many series of one table within a range, bad ones as NaN, duplicates kept.
   * @param read.maxRowsPerSeries where one holds more the read fails with 'too-many-rows'
   */
  readRaw(
    read: {
      readonly table: SeriesTable;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly maxRowsPerSeries: number;
    },
    signal: AbortSignal,
  ): Promise<readonly RawColumns[]> {
    return this.#database.ask(this.#lane, rawRows(read.table, read.series, read.range, read.maxRowsPerSeries), signal);
  }

  /** Buckets of many series of one level over a range that is aligned to its grid, empty buckets included. */
  readBuckets(
    read: {
      readonly table: SeriesTable;
      readonly resolution: BucketResolution;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
    },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]> {
    return this.#database.ask(this.#lane, bucketRows(read.table, read.resolution, read.series, read.range), signal);
  }

  /**
   * Buckets as raw has them now, whatever the level holds, over a range that is aligned to its grid.
   * @param read.touched the part in which the 1min level may lack rows, on whole minutes
   */
  readRecomputed(
    read: {
      readonly table: SeriesTable;
      readonly resolution: BucketResolution;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly touched: TimeRange;
    },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]> {
    const source = recomputedSource(read.resolution, read.range, read.touched);
    const question = bucketRows(read.table, read.resolution, read.series, read.range, source);
    return this.#database.ask(this.#lane, question, signal);
  }

  /** The last sample before a range and the first at or after its end, not farther than `reachMs` from it. */
  readNeighbours(
    read: {
      readonly table: SeriesTable;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly reachMs: number;
    },
    signal: AbortSignal,
  ): Promise<readonly Neighbours[]> {
    return this.#database.ask(this.#lane, neighbours(read.table, read.series, read.range, read.reachMs), signal);
  }

  /** What has changed and is not in every level yet, where the plant keeps such lists and lets us see them. */
  async readPending(within: TimeRange, signal: AbortSignal): Promise<readonly PendingChange[]> {
    if (!(await this.#database.ask(this.#lane, CAN_READ_PENDING, signal))) return [];
    return this.#database.ask(this.#lane, pendingChanges(within), signal);
  }

  /** What is still being made; empty where the plant keeps no such list, or does not let us see it. */
  async readPreparing(signal: AbortSignal): Promise<readonly Preparing[]> {
    const abilities = await this.#database.ask('background', ABILITIES, signal);
    return abilities.preparation ? this.#database.ask('background', PREPARATION, signal) : [];
  }

  /** What our role may do beyond reading, as a sentence with the remedy; undefined: nothing. */
  readSurplusRights(signal: AbortSignal): Promise<string | undefined> {
    return this.#database.ask('screen', OWN_SURPLUS_RIGHTS, signal);
  }

  /** See `catalogue-sweep.ts`. */
  sweep(request: SweepRequest, signal: AbortSignal): Promise<Sweep> {
    return sweepPlant(this.#database, request, signal);
  }

  /** What kind of trouble an error of these reads tells of. */
  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other' {
    if (error instanceof TooManyRowsError) return 'too-many-rows';
    return isPlantUnreachable(error) ? 'unreachable' : 'other';
  }
}
