import { BUCKET_MS, type BucketResolution } from './series';
import { ceilTo, floorTo, type TimeRange } from './time';

/** Whole buckets of one level that are added up. */
export interface LevelPieces {
  readonly resolution: BucketResolution;
  /** On the level's grid, in order of time, not empty. */
  readonly ranges: readonly TimeRange[];
}

/**
 * Stretches cut into whole buckets: of the coarsest level where one fits, of finer ones at the edges. What is left of a bucket of the
 * finest level at an end of a stretch is taken whole, so give stretches that lie on its grid where that matters.
 * @param stretches in order of time, apart by a bucket of the finest level at least, or on its grid
 * @param levels coarsest first, one at least
 * @returns the levels that something is read of, in their order
 */
export function levelPieces(
  stretches: readonly TimeRange[],
  levels: readonly [BucketResolution, ...BucketResolution[]],
): readonly LevelPieces[] {
  const [resolution, ...[finer, ...finest]] = levels;
  const bucketMs = BUCKET_MS[resolution];
  if (finer === undefined) {
    const whole = stretches.map(({ fromMs, toMs }) => ({
      fromMs: floorTo(fromMs, bucketMs),
      toMs: ceilTo(toMs, bucketMs),
    }));
    return whole.length === 0 ? [] : [{ resolution, ranges: whole }];
  }
  const whole: TimeRange[] = [];
  const edges: TimeRange[] = [];
  for (const { fromMs, toMs } of stretches) {
    const core = { fromMs: ceilTo(fromMs, bucketMs), toMs: floorTo(toMs, bucketMs) };
    if (core.fromMs >= core.toMs) edges.push({ fromMs, toMs });
    else {
      whole.push(core);
      edges.push({ fromMs, toMs: core.fromMs }, { fromMs: core.toMs, toMs });
    }
  }
  const rest = levelPieces(
    edges.filter(({ fromMs, toMs }) => fromMs < toMs),
    [finer, ...finest],
  );
  return whole.length === 0 ? rest : [{ resolution, ranges: whole }, ...rest];
}
