import { BUCKET_MS, type BucketResolution, seriesKeyText } from '../../shared/series';
import type { BucketColumns } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import { isBeingMade } from './being-made';
import { bucketFingerprint, type Fingerprint, fingerprintLevel } from './fingerprint';
import type { HistoryCatalogue, PlantHistoryReader } from './history-plant';
import { mayBeDropped } from './kept-levels';
import type { TileKey } from './tile-tier';

/** Buckets of one statement: some ten thousand rows, read in a few hundred ms at most. */
const MAX_BUCKETS = 40_000;

/** Something with a key, of which it is asked whether it holds what the database does. */
interface Swept {
  readonly key: TileKey;
}

/** One statement: all series over one stretch of a level, and whose tiles are compared with it. */
export interface SweepRead<Tile extends Swept> {
  readonly level: BucketResolution;
  readonly range: TimeRange;
  readonly owners: readonly Tile[];
}

/**
 * The statements that tell what these tiles (of one table) must amount to: each is compared with the coarsest level that fills it.
 * Those of which no level tells (none fills it, it is being made, or the plant has dropped it) are left out.
 */
export function sweepReads<Tile extends Swept>(
  tiles: readonly Tile[],
  catalogue: HistoryCatalogue,
  nowMs: number,
): readonly SweepRead<Tile>[] {
  const byLevel = new Map<BucketResolution, Tile[]>();
  for (const tile of tiles) {
    if (mayBeDropped(tile.key, catalogue, nowMs)) continue;
    const level = fingerprintLevel(tile.key.range, readableLevels(tile.key, catalogue, nowMs));
    if (level !== undefined) byLevel.set(level, [...(byLevel.get(level) ?? []), tile]);
  }
  return [...byLevel].flatMap(([level, own]) => readsOf(own, level));
}

/** As few statements as their size allows: all series over one stretch, however many tiles of it there are. */
function readsOf<Tile extends Swept>(tiles: readonly Tile[], level: BucketResolution): readonly SweepRead<Tile>[] {
  const reads: { level: BucketResolution; range: TimeRange; owners: Tile[]; series: Set<string> }[] = [];
  for (const tile of tiles.toSorted((a, b) => a.key.range.fromMs - b.key.range.fromMs)) {
    const { range, series } = tile.key;
    const text = seriesKeyText(series);
    const last = reads.at(-1);
    if (last !== undefined) {
      const whole = { fromMs: last.range.fromMs, toMs: Math.max(last.range.toMs, range.toMs) };
      const seriesCount = last.series.size + (last.series.has(text) ? 0 : 1);
      if ((seriesCount * (whole.toMs - whole.fromMs)) / BUCKET_MS[level] <= MAX_BUCKETS) {
        last.range = whole;
        last.owners.push(tile);
        last.series.add(text);
        continue;
      }
    }
    reads.push({ level, range, owners: [tile], series: new Set([text]) });
  }
  return reads;
}

function readableLevels({ series, range }: TileKey, catalogue: HistoryCatalogue, nowMs: number) {
  const preparing = catalogue.preparing();
  return catalogue.levels(series.table).filter(
    (level) =>
      // One that is made from raw on reading costs as much as the tile itself.
      (catalogue.isKept?.(series.table, level) ?? true) &&
      !mayBeDropped({ series, resolution: level, range }, catalogue, nowMs) &&
      !isBeingMade({ series, resolution: level, range }, preparing),
  );
}

/** Reads one of them. @returns what a tile of it must amount to; undefined where that is not known. @throws what the reader throws */
export async function readSweep(
  { level, range, owners }: SweepRead<Swept>,
  plant: PlantHistoryReader,
  signal: AbortSignal,
): Promise<(key: TileKey) => Fingerprint | undefined> {
  const series = [...new Map(owners.map(({ key }) => [seriesKeyText(key.series), key.series])).values()];
  const table = series[0]?.table ?? 'metric';
  const columns = await plant.readBuckets({ table, resolution: level, series, range }, signal);
  const bySeries = new Map(series.map((key, at) => [seriesKeyText(key), columns[at]]));
  return (key) => {
    const own = bySeries.get(seriesKeyText(key.series));
    return own && partFingerprint(own, level, range, key.range);
  };
}

function partFingerprint(columns: BucketColumns, level: BucketResolution, whole: TimeRange, part: TimeRange) {
  const bucketMs = BUCKET_MS[level];
  return bucketFingerprint(columns, (part.fromMs - whole.fromMs) / bucketMs, (part.toMs - whole.fromMs) / bucketMs);
}
