/**
 * Largest Triangle Three Buckets: which of many points to draw so that the line looks the same.
 *
 * Source: Sveinn Steinarsson, "Downsampling Time Series for Visual Representation", MSc thesis, University of Iceland,
 * 2013, section 4.2. First and last point are kept; the others are split into `budget - 2` runs of equal length, and of
 * each run the point is kept that spans the largest triangle with the point kept before and the mean of the next run.
 *
 * Runs end at floor(i × (n − 2) / (budget − 2)); the end of the last one is set, not computed, because the product can
 * round to just below n − 2 and would then lose the point before the last (the thesis' own script and its copies do).
 */

/**
 * Indices of the points to draw, ascending; a new array.
 * @param xs times, ascending (equal neighbours allowed)
 * @param ys values, finite: NaN would win or lose every comparison, so split at gaps first
 * @param budget most points to keep: 0 or less none, 1 the first, 2 first and last, from the length up all
 * @param from first index, default 0
 * @param to index after the last, default the length
 */
export function lttb(
  xs: Float64Array,
  ys: Float64Array,
  budget: number,
  from = 0,
  to: number = Math.min(xs.length, ys.length),
): Uint32Array<ArrayBuffer> {
  const length = Math.max(0, to - from);
  const kept = Math.min(length, budget >= 1 ? Math.floor(budget) : 0);
  const picked = new Uint32Array(kept);
  if (kept === length) {
    for (let i = 0; i < length; i++) picked[i] = from + i;
    return picked;
  }
  if (kept > 0) picked[0] = from;
  if (kept > 1) picked[kept - 1] = to - 1;
  if (kept > 2) pickInner(xs, ys, picked, from, to);
  return picked;
}

/** One pass per run: its triangles, with the next run's mean computed just before, while both lie in the cache. */
function pickInner(xs: Float64Array, ys: Float64Array, picked: Uint32Array, from: number, to: number): void {
  const runs = picked.length - 2;
  const every = (to - from - 2) / runs;
  let before = from;
  let start = from + 1;
  let end = from + 1 + Math.floor(every);
  for (let run = 0; run < runs; run++) {
    if (run === runs - 1) end = to - 1;
    // The run after the last inner one is the last point alone.
    const nextEnd = run === runs - 1 ? to : run === runs - 2 ? to - 1 : from + 1 + Math.floor((run + 2) * every);
    before = largestTriangle(xs, ys, before, start, end, nextEnd);
    picked[run + 1] = before;
    start = end;
    end = nextEnd;
  }
}

/** Index in [start, end) of the point with the largest triangle between `before` and the mean of [end, nextEnd). */
function largestTriangle(
  xs: Float64Array,
  ys: Float64Array,
  before: number,
  start: number,
  end: number,
  nextEnd: number,
): number {
  let sumX = 0;
  let sumY = 0;
  for (let i = end; i < nextEnd; i++) {
    sumX += xs[i] as number;
    sumY += ys[i] as number;
  }
  const aX = xs[before] as number;
  const aY = ys[before] as number;
  const dX = aX - sumX / (nextEnd - end);
  const dY = sumY / (nextEnd - end) - aY;
  let best = start;
  let bestArea = -1;
  for (let i = start; i < end; i++) {
    // Twice the area: halving would not change which is largest.
    const area = Math.abs(dX * ((ys[i] as number) - aY) - (aX - (xs[i] as number)) * dY);
    if (area > bestArea) {
      bestArea = area;
      best = i;
    }
  }
  return best;
}
