import type { StoredTile } from '../../src/main/store/stored-tile';
import type { Resolution, SeriesKey } from '../../src/shared/series';
import { BUCKET_MS, TILE_SPAN_MS } from '../../src/shared/series';
import type { Tile } from '../../src/shared/tile';
import { encodeTile } from '../../src/shared/tile-codec';
import { MINUTE_MS } from '../../src/shared/time';

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
  const tile: Tile = {
    series,
    range,
    asOfMs: options.asOfMs ?? range.toMs + 1,
    sealed: options.sealed ?? false,
    columns:
      resolution === 'raw'
        ? rawColumns(range.fromMs, spanMs, options.points ?? 100, random)
        : bucketColumns(resolution, spanMs, random),
  };
  return { key: { series, resolution, range }, bytes: encodeTile(tile), asOfMs: tile.asOfMs, sealed: tile.sealed };
}

function rawColumns(fromMs: number, spanMs: number, points: number, random: () => number): Tile['columns'] {
  const timesMs = Float64Array.from({ length: points }, (_, at) => fromMs + Math.floor((at * spanMs) / points));
  return { kind: 'raw', timesMs, values: timesMs.map(() => random() * 100) };
}

function bucketColumns(resolution: Exclude<Resolution, 'raw'>, spanMs: number, random: () => number): Tile['columns'] {
  const length = spanMs / BUCKET_MS[resolution];
  const column = () => Float64Array.from({ length }, random);
  return {
    kind: 'buckets',
    resolution,
    sums: column(),
    counts: new Float64Array(length).fill(60),
    mins: column(),
    maxs: column(),
    badCounts: new Float64Array(length),
  };
}
