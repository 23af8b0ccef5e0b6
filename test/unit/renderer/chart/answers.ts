import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import { BUCKET_MS, type BucketResolution } from '../../../../src/shared/series';
import { emptyBuckets, type Tile } from '../../../../src/shared/tile';

const series = { table: 'metric', workUnitId: 'press-1', name: 'temperature' } as const;

/** A tile of samples; `asOfMs` is its end. */
export function rawTile(fromMs: number, toMs: number, samples: readonly (readonly [number, number])[]): Tile {
  return {
    series,
    range: { fromMs, toMs },
    asOfMs: toMs,
    sealed: false,
    columns: {
      kind: 'raw',
      timesMs: Float64Array.from(samples, ([timeMs]) => timeMs),
      values: Float64Array.from(samples, ([, value]) => value),
    },
  };
}

/** A tile of buckets, each from the samples that fall into it; NaN counts as bad. */
export function bucketTile(
  resolution: BucketResolution,
  fromMs: number,
  buckets: readonly (readonly number[])[],
  asOfMs = fromMs + buckets.length * BUCKET_MS[resolution],
): Tile {
  const columns = emptyBuckets(resolution, buckets.length);
  buckets.forEach((samples, i) => {
    const good = samples.filter((value) => !Number.isNaN(value));
    columns.counts[i] = good.length;
    columns.badCounts[i] = samples.length - good.length;
    if (good.length === 0) return;
    columns.sums[i] = good.reduce((sum, value) => sum + value, 0);
    columns.mins[i] = Math.min(...good);
    columns.maxs[i] = Math.max(...good);
  });
  const toMs = fromMs + buckets.length * BUCKET_MS[resolution];
  return { series, range: { fromMs, toMs }, asOfMs, sealed: false, columns };
}

/** An answer around tiles, complete to the end of its range unless said otherwise. */
export function answerOf(tiles: readonly Tile[], parts: Partial<HistoryAnswer>): HistoryAnswer {
  const range = parts.range ?? { fromMs: tiles[0]?.range.fromMs ?? 0, toMs: tiles.at(-1)?.range.toMs ?? 0 };
  const kind = tiles[0]?.columns;
  return {
    requestId: 1,
    series,
    range,
    resolution: kind?.kind === 'buckets' ? kind.resolution : 'raw',
    cadenceMs: 1_000,
    completeToMs: range.toMs,
    asOfMs: range.toMs,
    preparing: [],
    revised: [],
    missing: [],
    missingReason: null,
    before: null,
    after: null,
    tiles,
    ...parts,
  };
}

export const noTail = { timesMs: [], values: [] };
