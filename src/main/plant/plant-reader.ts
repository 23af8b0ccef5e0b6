import type { Preparing } from '../../shared/protocol';
import type { BucketResolution, SeriesKey, SeriesTable } from '../../shared/series';
import type { BucketColumns, RawColumns } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import { type Sweep, type SweepRequest, sweepPlant } from './catalogue-sweep';
import { expectedRows, MAX_COMPUTED_ROWS, readGroups, type SeriesFacts } from './computed-levels';
import type { MappedTable } from './mapping/mapped-table';
import { isOurTable } from './mapping/plant-table';
import { isPlantUnreachable, isRelationGone } from './plant-error';
import type { LaneName } from './pool-shares';
import type { Question } from './statement-lane';
import { type BucketSource, bucketRows } from './statements/bucket-rows';
import { computedBuckets } from './statements/computed-buckets';
import { storedSource } from './statements/level-stores';
import { type Neighbours, neighbours } from './statements/neighbours';
import { OWN_SURPLUS_RIGHTS } from './statements/own-rights';
import { CAN_READ_PENDING, type PendingChange, pendingChanges } from './statements/pending-changes';
import { PREPARATION } from './statements/preparation';
import { rawRows, TooManyRowsError } from './statements/raw-rows';
import { recomputedSource } from './statements/recomputed-buckets';
import type { SeriesName } from './statements/series-list';
import type { TableLookup } from './table-lookup';

export interface BucketRead {
  readonly table: SeriesTable;
  readonly resolution: BucketResolution;
  readonly series: readonly SeriesName[];
  readonly range: TimeRange;
}

/**
 * Reads for history: each method is one statement where not said otherwise, whatever the number of series, and answers in their order.
 * All reject with the signal's reason when aborted, and with an error that {@link PlantReader.troubleOf} can name.
 */
export class PlantReader {
  readonly #tables: TableLookup;
  readonly #seriesFacts: (series: SeriesKey) => SeriesFacts | undefined;
  readonly #lane: LaneName;

  /**
   * @param seriesFacts what the catalogue knows of a series: how many rows a range holds is told from it
   * @param lane how urgent its tiles are: somebody waits for them, or they are fetched ahead
   */
  constructor(
    tables: TableLookup,
    seriesFacts: (series: SeriesKey) => SeriesFacts | undefined,
    lane: LaneName = 'screen',
  ) {
    this.#tables = tables;
    this.#seriesFacts = seriesFacts;
    this.#lane = lane;
  }

  /**
   * Samples of many series of one table within a range, bad ones as NaN, duplicates kept.
   * @param read.maxRowsPerSeries where one holds more the read fails with 'too-many-rows'
   */
  async readRaw(
    read: {
      readonly table: SeriesTable;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly maxRowsPerSeries: number;
    },
    signal: AbortSignal,
  ): Promise<readonly RawColumns[]> {
    const table = await this.#table(read.table, signal);
    return this.#ask(rawRows(table, read.series, read.range, read.maxRowsPerSeries), signal);
  }

  /**
   * Buckets of many series of one level over a range that is aligned to its grid, empty buckets included: from where the
   * level is stored where that holds the whole range, else from its view. Where the
   * plant keeps no such level they are made from raw rows: in more than one statement, if need be, none of which reads
   * more than `MAX_COMPUTED_ROWS`; one series that would fails with 'too-many-rows'.
   */
  async readBuckets(read: BucketRead, signal: AbortSignal): Promise<readonly BucketColumns[]> {
    const { levels, levelKeys } = await this.#tables.known(signal);
    if (!levels[read.table].includes(read.resolution)) return this.#computeBuckets(read, signal);
    const question = (source?: BucketSource) =>
      bucketRows(read.table, levelKeys[read.table], read.resolution, read.series, read.range, source);
    const store = this.#tables.store(read.table, read.resolution, read.range.toMs);
    return (store && (await this.#askStore(question(storedSource(store)), signal))) ?? this.#ask(question(), signal);
  }

  /** Undefined where the level was made anew since the last look, and is stored elsewhere. */
  async #askStore<Answer>(question: Question<Answer>, signal: AbortSignal): Promise<Answer | undefined> {
    try {
      return await this.#ask(question, signal);
    } catch (error) {
      if (!isRelationGone(error)) throw error;
      this.#tables.forgetStores();
      return undefined;
    }
  }

  /**
   * Buckets as raw has them now, whatever the level holds, over a range that is aligned to its grid.
   * @param read.touched the part in which the 1min level may lack rows, on whole minutes
   */
  async readRecomputed(
    read: {
      readonly table: SeriesTable;
      readonly resolution: BucketResolution;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly touched: TimeRange;
    },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]> {
    const { table, resolution, series, range, touched } = read;
    const { levels, levelKeys } = await this.#tables.known(signal);
    // Beside a table that others made, or without the level, all is made from raw anyway.
    if (!levels[table].includes(resolution) || !isOurTable(table, this.#tables.settings))
      return this.#computeBuckets(read, signal);
    const source = recomputedSource(resolution, range, touched);
    return this.#ask(bucketRows(table, levelKeys[table], resolution, series, range, source), signal);
  }

  /** The last sample before a range and the first at or after its end, not farther than `reachMs` from it. */
  async readNeighbours(
    read: {
      readonly table: SeriesTable;
      readonly series: readonly SeriesName[];
      readonly range: TimeRange;
      readonly reachMs: number;
    },
    signal: AbortSignal,
  ): Promise<readonly Neighbours[]> {
    return this.#ask(neighbours(await this.#table(read.table, signal), read.series, read.range, read.reachMs), signal);
  }

  /** What has changed and is not in every level yet, where the plant keeps such lists and lets us see them. */
  async readPending(within: TimeRange, signal: AbortSignal): Promise<readonly PendingChange[]> {
    return (await this.#ask(CAN_READ_PENDING, signal)) ? this.#ask(pendingChanges(within), signal) : [];
  }

  /** What is still being made; empty where the plant keeps no such list, or does not let us see it. */
  async readPreparing(signal: AbortSignal): Promise<readonly Preparing[]> {
    // What the catalogue's sweeps see is near enough: levels that no sweep has seen yet are not read either.
    const abilities = await this.#tables.known(signal, 'background');
    return abilities.preparation ? this.#tables.database.ask('background', PREPARATION, signal) : [];
  }

  /** What our role may do beyond reading, as a sentence with the remedy; undefined: nothing. */
  readSurplusRights(signal: AbortSignal): Promise<string | undefined> {
    return this.#tables.database.ask('screen', OWN_SURPLUS_RIGHTS, signal);
  }

  /** See `catalogue-sweep.ts`. */
  sweep(request: SweepRequest, signal: AbortSignal): Promise<Sweep> {
    return sweepPlant(this.#tables, request, signal);
  }

  /** What kind of trouble an error of these reads tells of. */
  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other' {
    if (error instanceof TooManyRowsError) return 'too-many-rows';
    return isPlantUnreachable(error) ? 'unreachable' : 'other';
  }

  async #computeBuckets(read: BucketRead, signal: AbortSignal): Promise<readonly BucketColumns[]> {
    const { series, range, resolution } = read;
    const table = await this.#table(read.table, signal);
    const rowsOf = (workUnitId: string, name: string) =>
      expectedRows(range, this.#seriesFacts({ table: read.table, workUnitId, name }));
    const made: BucketColumns[] = [];
    for (const group of readGroups(read.table, series, rowsOf)) {
      const question = computedBuckets(table, resolution, group, range, MAX_COMPUTED_ROWS);
      made.push(...(await this.#ask(question, signal)));
    }
    return made;
  }

  async #table(family: SeriesTable, signal: AbortSignal): Promise<MappedTable> {
    const table = await this.#tables.table(family, signal);
    if (table === undefined) throw new Error(`The plant has no table of kind ${family} that can be read.`);
    return table;
  }

  #ask<Answer>(question: Question<Answer>, signal: AbortSignal): Promise<Answer> {
    return this.#tables.database.ask(this.#lane, question, signal);
  }
}
