/**
 * Index of the first number above a bound, by binary search; the length where none is.
 * @param sorted ascending, equal ones allowed
 */
export function indexAbove(sorted: ArrayLike<number>, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
