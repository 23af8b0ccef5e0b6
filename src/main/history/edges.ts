import { BUCKET_MS, type BucketResolution } from '../../shared/series';
import { type BucketColumns, bucketStartMs, type RawColumns, type Tile } from '../../shared/tile';
import type { TimeRange } from '../../shared/time';
import type { EdgeSample } from './history-plant';
import { firstNotBefore } from './tile-cut';
import { aligned } from './tile-grid';

/** An edge as an answer carries it; `null` is a bad sample. */
export interface AnswerEdge {
  readonly timeMs: number;
  readonly value: number | null;
}

/** A sample as an edge of an answer. */
export function answerEdge(sample: EdgeSample | undefined): AnswerEdge | null {
  if (sample === undefined) return null;
  return { timeMs: sample.timeMs, value: Number.isNaN(sample.value) ? null : sample.value };
}

/** The last sample before `timeMs` in these tiles. */
export function rawBefore(tiles: readonly Tile[], timeMs: number): EdgeSample | undefined {
  for (const columns of tiles.toReversed().map(rawColumns)) {
    const index = firstNotBefore(columns.timesMs, timeMs) - 1;
    if (index >= 0) return sampleAt(columns, index);
  }
  return undefined;
}

/** The first sample at or after `timeMs` in these tiles. */
export function rawAfter(tiles: readonly Tile[], timeMs: number): EdgeSample | undefined {
  for (const columns of tiles.map(rawColumns)) {
    const index = firstNotBefore(columns.timesMs, timeMs);
    if (index < columns.timesMs.length) return sampleAt(columns, index);
  }
  return undefined;
}

const NO_SAMPLES: RawColumns = { kind: 'raw', timesMs: new Float64Array(0), values: new Float64Array(0) };

function rawColumns({ columns }: Tile): RawColumns {
  return columns.kind === 'raw' ? columns : NO_SAMPLES;
}

function sampleAt(columns: RawColumns, index: number): EdgeSample {
  return { timeMs: columns.timesMs[index] ?? Number.NaN, value: columns.values[index] ?? Number.NaN };
}

/**
 * The averages of the buckets next to a range, at the middle of the bucket. An empty one is no edge: a bucket without
 * samples is a gap, and no line leads across it.
 */
export function bucketEdges(
  tiles: readonly Tile[],
  resolution: BucketResolution,
  range: TimeRange,
): { readonly before: EdgeSample | undefined; readonly after: EdgeSample | undefined } {
  const bucketMs = BUCKET_MS[resolution];
  const { fromMs, toMs } = aligned(range, bucketMs);
  return {
    before: bucketAt(tiles, resolution, fromMs - bucketMs),
    after: bucketAt(tiles, resolution, toMs),
  };
}

function bucketAt(tiles: readonly Tile[], resolution: BucketResolution, startMs: number): EdgeSample | undefined {
  const tile = tiles.find(({ range }) => range.fromMs <= startMs && startMs < range.toMs);
  if (tile === undefined || tile.columns.kind !== 'buckets') return undefined;
  const index = (startMs - tile.range.fromMs) / BUCKET_MS[resolution];
  const average = averageAt(tile.columns, index);
  if (average === undefined) return undefined;
  return { timeMs: bucketStartMs(tile, resolution, index) + BUCKET_MS[resolution] / 2, value: average };
}

function averageAt({ sums, counts }: BucketColumns, index: number): number | undefined {
  const count = counts[index] ?? 0;
  return count === 0 ? undefined : (sums[index] ?? Number.NaN) / count;
}
