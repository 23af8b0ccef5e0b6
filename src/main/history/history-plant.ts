import type { Preparing } from '../../shared/protocol';
import type { BucketResolution, Resolution, SeriesKey, SeriesTable } from '../../shared/series';
import type { BucketColumns, RawColumns } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';

/** A series within one table. */
export interface SeriesName {
  readonly workUnitId: string;
  readonly name: string;
}

/** A sample; NaN is a bad one. */
export interface EdgeSample {
  readonly timeMs: number;
  readonly value: number;
}

export interface Neighbours {
  readonly before: EdgeSample | undefined;
  readonly after: EdgeSample | undefined;
}

interface Read {
  readonly table: SeriesTable;
  readonly series: readonly SeriesName[];
  readonly range: TimeRange;
}

/** What history needs of the plant: each read is one statement and answers in the order of its series. */
export interface PlantHistoryReader {
  /** Samples in order of time, bad ones as NaN; more than `maxRowsPerSeries` are 'too-many-rows'. */
  readRaw(read: Read & { readonly maxRowsPerSeries: number }, signal: AbortSignal): Promise<readonly RawColumns[]>;
  /** One entry per bucket of a range that is aligned to the level's grid. */
  readBuckets(
    read: Read & { readonly resolution: BucketResolution },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]>;
  /**
   * Buckets as raw has them now, whatever the level holds.
   * @param read.touched the part, on whole minutes, in which the 1min level may lack rows; outside it that may be believed
   */
  readRecomputed(
    read: Read & { readonly resolution: BucketResolution; readonly touched: TimeRange },
    signal: AbortSignal,
  ): Promise<readonly BucketColumns[]>;
  /** What has changed within a range and is not in every level yet; absent, or empty, where the plant does not tell. */
  readPending?(
    within: TimeRange,
    signal: AbortSignal,
  ): Promise<readonly { readonly table: SeriesTable; readonly range: TimeRange }[]>;
  /** The last sample before the range and the first at or after its end, within `reachMs` of it. */
  readNeighbours(read: Read & { readonly reachMs: number }, signal: AbortSignal): Promise<readonly Neighbours[]>;
  /** What an error of these reads tells of. */
  troubleOf(error: unknown): 'unreachable' | 'too-many-rows' | 'other';
}

/** How long the plant keeps a level. */
export interface KeptFor {
  /** What is younger than this is there, in ms. */
  readonly forMs: number;
  /** Older stretches may be there all the same: they are asked for, though a level that has all of a range goes before. */
  readonly isSparing: boolean;
}

/** What history needs to know of the plant's series; answered from memory. */
export interface HistoryCatalogue {
  /** Undefined where the series was never seen. */
  series(key: SeriesKey): { readonly cadenceMs: number | null } | undefined;
  /** Names of the series of one unit in a table. */
  seriesOf?(table: SeriesTable, workUnitId: string): readonly string[];
  /** Aggregated levels that can be read. */
  levels(table: SeriesTable): readonly BucketResolution[];
  /** Whether a level can be read over a range (whole tiles); absent: always. A plant without aggregates bounds it. */
  canRead?(key: SeriesKey, resolution: BucketResolution, range: TimeRange): boolean;
  /** Whether the plant keeps a level; absent: it does. Else it is made from raw rows on reading. */
  isKept?(table: SeriesTable, resolution: BucketResolution): boolean;
  /** Parts of a range in which the plant's local times came twice; absent: none. */
  ambiguous?(table: SeriesTable, range: TimeRange): readonly TimeRange[];
  /** What is still being made. */
  preparing(): readonly Preparing[];
  /** All work units. */
  workUnitIds?(): readonly string[];
  /** How long a level is kept; undefined (or no such method): for good. */
  keptFor?(table: SeriesTable, resolution: Resolution): KeptFor | undefined;
}

/** Time as history needs it. */
export interface HistoryClock {
  /** The plant's time now, ms since the epoch. */
  plantNowMs(): number;
  /** Calls back once after `delayMs`; returns the way to take it back. */
  setTimer(callback: () => void, delayMs: number): () => void;
}
