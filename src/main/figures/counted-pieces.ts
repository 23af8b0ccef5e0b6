/** What a counter read within one bucket: its lowest and its highest value. */
export interface CounterBucket {
  readonly min: number;
  readonly max: number;
}

/** A counter that falls to less than this share of what it read has started again; one that falls less was corrected by hand. */
const RESET_BELOW_SHARE = 0.5;

function isReset(from: number, to: number): boolean {
  return to < from * RESET_BELOW_SHARE;
}

/**
 * What a counter counted over buckets, from lowest and highest values alone. Between two readings it never counts down, but it may start again
 * at zero at any time: what it reads then was counted since. Exact where it stays below what it had
 * reached until the bucket in which it starts again is over; else no more than was counted, unless it does so in two buckets running. A small step down is a correction: nothing is counted for it, nor taken off.
 * @param buckets in order of time, none empty
 * @param before what it read last before them; undefined where that is not known: counting begins with the lowest value of the first
 * @returns pieces, at least 0
 */
export function countedPieces(buckets: readonly CounterBucket[], before: number | undefined): number {
  let total = 0;
  let last = before;
  for (const [at, bucket] of buckets.entries()) {
    const step = stepOver(bucket, last, buckets[at + 1]?.min);
    total += step.counted;
    last = step.last;
  }
  return total;
}

interface Step {
  readonly counted: number;
  /** What the counter read at the bucket's end, as far as that can be told. */
  readonly last: number;
}

/** @param next the lowest value of the following bucket, which a counter that only counts up begins with */
function stepOver({ min, max }: CounterBucket, last: number | undefined, next: number | undefined): Step {
  const begin = last ?? min;
  if (!isReset(begin, min)) {
    // A first bucket may hide a reset: the one after it tells.
    const isHidden = last === undefined && next !== undefined && isReset(max, next);
    return isHidden ? { counted: next, last: next } : { counted: Math.max(0, max - begin), last: max };
  }
  // All of it lies below what was read before: it began again before the bucket did.
  if (max < begin) return { counted: max, last: max };
  // The highest value was reached before it began again: the next bucket tells how far it has come since.
  if (next === undefined) return { counted: max - begin + min, last: min };
  return next < max ? { counted: max - begin + next, last: next } : { counted: max, last: max };
}
