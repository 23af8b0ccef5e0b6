import { expect } from 'vitest';
import { BUCKET_MS, type BucketResolution } from '../../../../src/shared/series';
import type { BucketColumns } from '../../../../src/shared/tile';
import type { TimeRange } from '../../../../src/shared/time';

/** The samples whose time lies in a half-open range. */
export function within<Sample extends { readonly timeMs: number }>(
  samples: readonly Sample[],
  range: TimeRange,
): readonly Sample[] {
  return samples.filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs);
}

export interface Reckoned {
  readonly columns: BucketColumns;
  /** Of each bucket, the sum of its values without their signs: adding in another order changes a sum by parts of this. */
  readonly sumsOfMagnitudes: readonly number[];
}

/** Buckets over a range that lies on their grid, from its samples (NaN: a bad one), without asking any database. */
export function reckoned(
  samples: readonly { timeMs: number; value: number }[],
  range: TimeRange,
  resolution: BucketResolution,
): Reckoned {
  const length = (range.toMs - range.fromMs) / BUCKET_MS[resolution];
  const column = (fill: number) => new Float64Array(length).fill(fill);
  const [sums, counts, mins, maxs, badCounts] = [
    column(Number.NaN),
    column(0),
    column(Number.NaN),
    column(Number.NaN),
    column(0),
  ] as const;
  const sumsOfMagnitudes = new Array<number>(length).fill(0);
  for (const { timeMs, value } of samples) {
    const at = Math.floor((timeMs - range.fromMs) / BUCKET_MS[resolution]);
    if (Number.isNaN(value)) badCounts[at] = (badCounts[at] ?? 0) + 1;
    else {
      const isFirst = counts[at] === 0;
      sums[at] = isFirst ? value : (sums[at] ?? 0) + value;
      mins[at] = isFirst ? value : Math.min(mins[at] ?? value, value);
      maxs[at] = isFirst ? value : Math.max(maxs[at] ?? value, value);
      counts[at] = (counts[at] ?? 0) + 1;
      sumsOfMagnitudes[at] = (sumsOfMagnitudes[at] ?? 0) + Math.abs(value);
    }
  }
  return { columns: { kind: 'buckets', resolution, sums, counts, mins, maxs, badCounts }, sumsOfMagnitudes };
}

/** That buckets read are those reckoned; sums within what the order of adding makes, of samples there must be some. */
export function expectBuckets(read: BucketColumns | undefined, { columns, sumsOfMagnitudes }: Reckoned): void {
  expect(columns.counts.some((count) => count > 0)).toBe(true);
  expect({ ...read, sums: undefined }).toEqual({ ...columns, sums: undefined });
  columns.sums.forEach((sum, at) => {
    const other = read?.sums[at] ?? Number.NaN;
    if (Number.isNaN(sum)) expect(other).toBeNaN();
    else expect(Math.abs(other - sum)).toBeLessThanOrEqual(1e-12 * (sumsOfMagnitudes[at] ?? 0));
  });
}
