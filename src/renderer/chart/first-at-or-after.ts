/**
 * First index in [from, to) whose time is not below; `to` where there is none.
 * @param timesMs ascending
 */
export function firstAtOrAfter(
  timesMs: ArrayLike<number>,
  timeMs: number,
  from = 0,
  to: number = timesMs.length,
): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timesMs[middle] as number) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
