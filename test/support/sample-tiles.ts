import type { StoredTile } from '../../src/main/store/stored-tile';
import type { Resolution, SeriesKey } from '../../src/shared/series';
import { BUCKET_MS, TILE_SPAN_MS } from '../../src/shared/series';
import { emptyBuckets, type Tile } from '../../src/shared/tile';
import { encodeTile } from '../../src/shared/tile-codec';
import { MINUTE_MS, type TimeRange } from '../../src/shared/time';

/** 2026-01-01T00:00Z: on the tile grid of all levels but 1day. */
export const TILES_FROM_MS = Date.UTC(2026, 0, 1);

/** A series of a test. */
export function sampleSeries(name = 'temperature', workUnitId = 'press-01'): SeriesKey {
  return { table: 'metric', workUnitId, name };
}

/** A deterministic stream of numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

interface SampleOptions {
  readonly series?: SeriesKey;
  readonly resolution?: Resolution;
  /** Which tile, counted from {@link TILES_FROM_MS}. */
  readonly index?: number;
  readonly asOfMs?: number;
  readonly sealed?: boolean;
  /** Of raw tiles: samples in the tile. */
  readonly points?: number;
  readonly random?: () => number;
}

/** A tile as history would write it; raw ones span 10 min. */
export function sampleTile(options: SampleOptions = {}): StoredTile {
  const { series = sampleSeries(), resolution = '1min', index = 0, random = seededRandom(index + 1) } = options;
  const spanMs = resolution === 'raw' ? 10 * MINUTE_MS : TILE_SPAN_MS[resolution];
  const fromMs = Math.floor(TILES_FROM_MS / spanMs) * spanMs + index * spanMs;
  const range = { fromMs, toMs: fromMs + spanMs };
  const asOfMs = options.asOfMs ?? range.toMs + 1;
  const tile: Tile = {
    series,
    range,
    asOfMs,
    sealed: options.sealed ?? false,
    columns:
      resolution === 'raw'
        ? rawColumns(range.fromMs, spanMs, options.points ?? 100, random)
        : bucketColumns(resolution, range, asOfMs, random),
  };
  return { key: { series, resolution, range }, bytes: encodeTile(tile), asOfMs: tile.asOfMs, sealed: tile.sealed };
}

function rawColumns(fromMs: number, spanMs: number, points: number, random: () => number): Tile['columns'] {
  const timesMs = Float64Array.from({ length: points }, (_, at) => fromMs + Math.floor((at * spanMs) / points));
  return { kind: 'raw', timesMs, values: timesMs.map(() => random() * 100) };
}

/** Buckets that begin after the reading are empty, as the plant would have them. */
function bucketColumns(
  resolution: Exclude<Resolution, 'raw'>,
  { fromMs, toMs }: TimeRange,
  asOfMs: number,
  random: () => number,
): Tile['columns'] {
  const bucketMs = BUCKET_MS[resolution];
  const columns = emptyBuckets(resolution, (toMs - fromMs) / bucketMs);
  for (let at = 0; at < columns.counts.length && fromMs + at * bucketMs < asOfMs; at++) {
    const [low, high] = [random(), random()].sort((a, b) => a - b) as [number, number];
    columns.counts[at] = 60;
    columns.mins[at] = low;
    columns.maxs[at] = high;
    columns.sums[at] = 30 * (low + high);
  }
  return columns;
}
