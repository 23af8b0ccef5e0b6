import { BUCKET_MS, type BucketResolution, type SeriesKey, seriesKeyText } from '../../shared/series';
import type { BucketColumns, Tile } from '../../shared/tile';
import { intersect, MINUTE_MS, SECOND_MS, type TimeRange } from '../../shared/time';
import type { HistoryCatalogue, PlantHistoryReader } from './history-plant';
import { keptFromMs } from './kept-levels';
import { readClusters, type Stretch } from './read-clusters';
import { cutBuckets } from './tile-cut';
import { aligned, joined } from './tile-grid';
import { tileKeyOf } from './tile-tier';
import type { TouchLedger } from './touch-ledger';

/** A tile as a level has it, or with what its level does not hold yet corrected. */
export interface RevisedTile {
  readonly tile: Tile;
  /** Stretches that differ from what the plant's level holds; on the bucket grid, in order of time. */
  readonly revised: readonly TimeRange[];
}

export interface TileReviserOptions {
  readonly plant: PlantHistoryReader;
  readonly catalogue: Pick<HistoryCatalogue, 'series' | 'levels' | 'keptFor'>;
  readonly touches: TouchLedger;
}

/** Raw samples shown as revised for so long: they are right at once, but people should see that something has changed. */
const RAW_SHOWN_MS = MINUTE_MS;
/** Raw rows that one correction may cost; a longer stretch waits for the level's job and is marked meanwhile. */
const MAX_ROWS = 1_000_000;

interface Owner {
  readonly series: SeriesKey;
}

/**
 * Corrects what a level does not hold yet: a late row is in no aggregate until the jobs have run bottom-up. The touched buckets
 * are made from raw; where they equal the level's the level has followed (which is how the end of a job's run is known,
 * whoever runs it), else they take the place of the level's and are marked.
 */
export class TileReviser {
  readonly #options: TileReviserOptions;

  constructor(options: TileReviserOptions) {
    this.#options = options;
  }

  /** Tiles of one table and resolution, whole ones, read at `asOfMs`; in their order. @throws what the reader throws */
  async revise(tiles: readonly Tile[], asOfMs: number, signal: AbortSignal): Promise<readonly RevisedTile[]> {
    const stretches = tiles.map((tile) => this.#stretchesOf(tile, asOfMs));
    const [first] = tiles;
    if (first === undefined || stretches.every(({ length }) => length === 0)) return tiles.map(unrevised);
    const { columns } = first;
    if (columns.kind === 'raw') return tiles.map((tile, at) => ({ tile, revised: stretches[at] ?? [] }));
    const made = await this.#make(tiles, stretches, columns.resolution, signal);
    return tiles.map((tile, at) => this.#corrected(tile, stretches[at] ?? [], made.get(keyText(tile)), asOfMs));
  }

  /** The touched stretches of a tile, on its grid; those of which raw is not kept any more are the level's alone. */
  #stretchesOf(tile: Tile, asOfMs: number): readonly TimeRange[] {
    const key = tileKeyOf(tile);
    const touched = this.#options.touches.revising(key, asOfMs);
    if (touched.length === 0) return [];
    if (key.resolution === 'raw') {
      const recent = this.#options.touches.isTouchedSince(key, asOfMs - RAW_SHOWN_MS);
      return recent ? joined(touched.flatMap((range) => intersect(range, tile.range) ?? [])) : [];
    }
    const stepMs = BUCKET_MS[key.resolution];
    const rawFromMs = keptFromMs(key.series.table, 'raw', this.#options.catalogue, asOfMs);
    return joined(touched.flatMap((range) => intersect(aligned(range, stepMs), tile.range) ?? [])).filter(
      ({ fromMs }) => fromMs >= rawFromMs,
    );
  }

  /** Buckets made from raw, by tile; none where that would cost too much. */
  async #make(
    tiles: readonly Tile[],
    stretches: readonly (readonly TimeRange[])[],
    resolution: BucketResolution,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, readonly Made[]>> {
    const bySeries = new Map<string, Owner>();
    const wanted: Stretch<Owner>[] = tiles.flatMap((tile, at) => {
      const text = seriesKeyText(tile.series);
      const owner = bySeries.get(text) ?? { series: tile.series };
      bySeries.set(text, owner);
      return (stretches[at] ?? []).map((range) => ({ owner, range }));
    });
    const made = await Promise.all(
      readClusters(wanted).map(({ range, owners }) => this.#makeCluster(range, owners, resolution, signal)),
    );
    return new Map(
      tiles.map((tile) => [
        keyText(tile),
        made.flatMap((bySeriesText) => bySeriesText.get(seriesKeyText(tile.series)) ?? []),
      ]),
    );
  }

  async #makeCluster(
    range: TimeRange,
    owners: readonly Owner[],
    resolution: BucketResolution,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Made>> {
    const series = owners.map((owner) => owner.series);
    const table = series[0]?.table ?? 'metric';
    const hasMinutes = this.#options.catalogue.levels(table).includes('1min');
    const touched = hasMinutes ? aligned(this.#touchedWithin(range, series), MINUTE_MS) : range;
    if (this.#rowsOf(series, touched) > MAX_ROWS) return new Map();
    const columns = await this.#options.plant.readRecomputed({ table, series, range, resolution, touched }, signal);
    return new Map(
      series.flatMap((key, at) => {
        const own = columns[at];
        return own === undefined ? [] : [[seriesKeyText(key), { range, columns: own }] as const];
      }),
    );
  }

  /** The hull of all that was touched of these series within a range: outside it the finest level may be believed. */
  #touchedWithin(range: TimeRange, series: readonly SeriesKey[]): TimeRange {
    const touched = series.flatMap((key) => this.#options.touches.touchedWithin(key, range));
    const hull = touched.reduce((a, b) => ({ fromMs: Math.min(a.fromMs, b.fromMs), toMs: Math.max(a.toMs, b.toMs) }), {
      fromMs: Number.POSITIVE_INFINITY,
      toMs: Number.NEGATIVE_INFINITY,
    });
    return intersect(hull, range) ?? range;
  }

  #rowsOf(series: readonly SeriesKey[], { fromMs, toMs }: TimeRange): number {
    return series.reduce((sum, key) => {
      const cadenceMs = this.#options.catalogue.series(key)?.cadenceMs ?? SECOND_MS;
      return sum + (toMs - fromMs) / cadenceMs;
    }, 0);
  }

  #corrected(
    tile: Tile,
    stretches: readonly TimeRange[],
    made: readonly Made[] | undefined,
    asOfMs: number,
  ): RevisedTile {
    if (stretches.length === 0 || tile.columns.kind === 'raw') return { tile, revised: [] };
    if (made === undefined || made.length === 0) return { tile, revised: stretches };
    const { resolution } = tile.columns;
    const changed: BucketColumns = copyOf(tile.columns);
    const revised = stretches.filter((stretch) => {
      const own = cutBuckets(resolution, stretch, made);
      return replaceWhereDifferent(changed, (stretch.fromMs - tile.range.fromMs) / BUCKET_MS[resolution], own);
    });
    if (revised.length === 0) this.#options.touches.confirm(tileKeyOf(tile), asOfMs);
    return { tile: revised.length === 0 ? tile : { ...tile, columns: changed }, revised };
  }
}

interface Made {
  readonly range: TimeRange;
  readonly columns: BucketColumns;
}

const EXACT = ['counts', 'mins', 'maxs', 'badCounts'] as const;
const ALL = ['sums', ...EXACT] as const;
/** The order of addition differs; the share is of the sum of magnitudes, which count × the larger extreme bounds. */
const SUM_TOLERANCE = 1e-12;

/** Puts buckets in the place of those from `at` on; answers whether any of them differed beyond rounding. */
function replaceWhereDifferent(into: BucketColumns, at: number, own: BucketColumns): boolean {
  const differs = own.counts.some((_, index) => !isSameBucket(into, at + index, own, index));
  if (differs) for (const name of ALL) into[name].set(own[name], at);
  return differs;
}

/** Whether two buckets hold the same samples as far as they tell: count, extremes and bad ones exactly, sums to rounding. */
export function isSameBucket(a: BucketColumns, atA: number, b: BucketColumns, atB: number): boolean {
  if (!EXACT.every((name) => isSameNumber(a[name][atA], b[name][atB]))) return false;
  const [sumA, sumB] = [a.sums[atA] ?? Number.NaN, b.sums[atB] ?? Number.NaN];
  if (Number.isNaN(sumA) || Number.isNaN(sumB)) return isSameNumber(sumA, sumB);
  const largest = Math.max(Math.abs(a.mins[atA] ?? 0), Math.abs(a.maxs[atA] ?? 0));
  return Math.abs(sumA - sumB) <= SUM_TOLERANCE * (a.counts[atA] ?? 0) * largest;
}

/** NaN is NaN, and 0 is -0: which of the two is the least of both depends on the order of rows. */
function isSameNumber(a: number | undefined, b: number | undefined): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b));
}

function copyOf(columns: BucketColumns): BucketColumns {
  const copy = { ...columns };
  for (const name of ALL) copy[name] = columns[name].slice();
  return copy;
}

function unrevised(tile: Tile): RevisedTile {
  return { tile, revised: [] };
}

function keyText({ series, range }: Tile): string {
  return `${range.fromMs} ${seriesKeyText(series)}`;
}
