import { z } from 'zod';

/**
 * Upper bounds of the buckets, ms: from a tile out of memory to a statement that its time-out ends. Fixed, so that
 * histograms can be added up and compared over time; 100 ms is one of them, the bound of what counts as slow.
 */
export const BUCKET_BOUNDS_MS = [
  0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000,
] as const;

/** Durations as they were counted until one moment. */
export const HistogramSnapshot = z.object({
  /** How many lay above the bound before and at or below each of {@link BUCKET_BOUNDS_MS}; one more for those above all. */
  counts: z.array(z.number()).length(BUCKET_BOUNDS_MS.length + 1),
  count: z.number(),
  sumMs: z.number(),
  maxMs: z.number(),
});
export type HistogramSnapshot = z.infer<typeof HistogramSnapshot>;

/**
 * The bound below which a share of all durations lay: as exact as the buckets are wide, never too low.
 * @param share 0 to 1, such as 0.95
 * @returns ms; undefined where nothing was counted
 */
export function quantileMs({ counts, count, maxMs }: HistogramSnapshot, share: number): number | undefined {
  if (count === 0) return undefined;
  let below = 0;
  for (const [at, inBucket] of counts.entries()) {
    below += inBucket;
    if (below >= share * count) return Math.min(maxMs, BUCKET_BOUNDS_MS[at] ?? maxMs);
  }
  return maxMs;
}
