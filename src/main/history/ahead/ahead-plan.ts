import { BUCKET_MS, type BucketResolution, type Resolution, type SeriesKey } from '../../../shared/series';
import { DAY_MS, MINUTE_MS, type TimeRange } from '../../../shared/time';
import { tileSpanMs, tilesOver } from '../tile-grid';
import { type TileKey, tileKeyText } from '../tile-tier';

/** A series of a pinned unit, as far as fetching ahead needs to know it. */
export interface AheadSeries {
  readonly key: SeriesKey;
  readonly cadenceMs: number | undefined;
  readonly firstMs: number;
  /** Levels that the plant has for it. */
  readonly levels: readonly BucketResolution[];
  /** How long the plant keeps a level, in ms; absent: for good. What it has dropped cannot be fetched any more. */
  readonly keptMs?: (resolution: Resolution) => number;
}

/** What is known of a tile that is on board. */
export interface BoardMark {
  readonly asOfMs: number;
  readonly sealed: boolean;
}

/** How far back a pinned unit is carried along; coarse levels first, so that a budget that ends early leaves the whole picture. */
const AHEAD: readonly { readonly resolution: BucketResolution; readonly days: number }[] = [
  { resolution: '1day', days: 400 },
  { resolution: '1hour', days: 400 },
  { resolution: '5min', days: 30 },
  { resolution: '1min', days: 30 },
];
const RAW_DAYS = 30;

/** A tile that had not ended when it was read is read again after so long. */
const OPEN_AGAIN_MS = 10 * MINUTE_MS;
/** One that had ended may still get late rows; screens and sweeps see to those that they meet, this to the others. */
const SETTLED_AGAIN_MS = DAY_MS;

/** Marks, key and head of a tile's bytes, and its row in the store. */
const TILE_HEAD_BYTES = 300;
const BUCKET_BYTES = 40;
const SAMPLE_BYTES = 16;
/** What pinned units may take of the disk budget: the rest is for what is looked at. */
const BUDGET_SHARE = 0.9;

/**
 * The tiles that carry a series along, coarse levels first and in each the newest first. A level finer than the cadence is
 * never shown: raw serves there, and is carried in its place.
 */
export function aheadTiles(series: AheadSeries, nowMs: number): readonly TileKey[] {
  const { key, cadenceMs = 0, levels } = series;
  const shown = AHEAD.filter(({ resolution }) => levels.includes(resolution) && BUCKET_MS[resolution] >= cadenceMs);
  const tiles = shown.flatMap(({ resolution, days }) => tilesBack(series, resolution, days, nowMs));
  const needsRaw = cadenceMs > BUCKET_MS['1min'] || !levels.includes('1min');
  const raw = needsRaw && cadenceMs >= MINUTE_MS ? tilesBack(series, 'raw', RAW_DAYS, nowMs) : [];
  return [...tiles, ...raw].map(({ resolution, range }) => ({ series: key, resolution, range }));
}

function tilesBack({ firstMs, cadenceMs, keptMs }: AheadSeries, resolution: Resolution, days: number, nowMs: number) {
  const backMs = Math.min(days * DAY_MS, keptMs?.(resolution) ?? Number.POSITIVE_INFINITY);
  const range: TimeRange = { fromMs: Math.max(firstMs, nowMs - backMs), toMs: nowMs };
  if (range.fromMs >= range.toMs) return [];
  return tilesOver(range, tileSpanMs(resolution, cadenceMs))
    .toReversed()
    .map((own) => ({ resolution, range: own }));
}

/** Whether a tile is to be read: it is not on board, or what is on board is likely to have grown. */
export function isDue({ range }: TileKey, mark: BoardMark | undefined, nowMs: number): boolean {
  if (mark === undefined) return true;
  if (mark.sealed) return false;
  const ageMs = nowMs - mark.asOfMs;
  return ageMs >= (mark.asOfMs < range.toMs ? OPEN_AGAIN_MS : SETTLED_AGAIN_MS);
}

/** What a tile takes on the disk, about; in bytes. */
export function expectedBytes({ resolution, range }: TileKey, cadenceMs: number | undefined): number {
  const spanMs = range.toMs - range.fromMs;
  if (resolution === 'raw') return TILE_HEAD_BYTES + (SAMPLE_BYTES * spanMs) / Math.max(1, cadenceMs ?? MINUTE_MS);
  return TILE_HEAD_BYTES + (BUCKET_BYTES * spanMs) / BUCKET_MS[resolution];
}

/** A tile to be carried along, and for which unit. */
export interface WantedTile {
  readonly key: TileKey;
  readonly text: string;
  readonly workUnitId: string;
  readonly bytes: number;
}

/**
 * All that pinned units want, level by level over all units, as far as the budget goes.
 * @returns `limited`: units of which something was left out
 */
export function wantedTiles(
  series: readonly AheadSeries[],
  budgetBytes: number,
  nowMs: number,
): { readonly tiles: readonly WantedTile[]; readonly limited: ReadonlySet<string> } {
  const all = series.flatMap((each) =>
    aheadTiles(each, nowMs).map((key) => ({
      key,
      text: tileKeyText(key),
      workUnitId: key.series.workUnitId,
      bytes: expectedBytes(key, each.cadenceMs),
    })),
  );
  const order = ['1day', '1hour', '5min', '1min', 'raw'];
  const byLevel = order.flatMap((level) =>
    all.filter(({ key }) => key.resolution === level).sort((a, b) => b.key.range.fromMs - a.key.range.fromMs),
  );
  const limited = new Set<string>();
  let bytes = 0;
  const tiles = byLevel.filter((tile) => {
    bytes += tile.bytes;
    if (bytes <= budgetBytes * BUDGET_SHARE) return true;
    limited.add(tile.workUnitId);
    return false;
  });
  return { tiles, limited };
}
