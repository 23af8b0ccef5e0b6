import type { TimeRange } from '../../shared/time';

/** Sets of half-open stretches of time, as lists in order of time that do not overlap. Empty stretches are dropped. */

/** The stretches as a set: in order, those that touch or overlap made one. */
export function united(ranges: readonly TimeRange[]): readonly TimeRange[] {
  const result: TimeRange[] = [];
  for (const range of ranges.toSorted((a, b) => a.fromMs - b.fromMs)) {
    if (range.fromMs >= range.toMs) continue;
    const last = result.at(-1);
    if (last === undefined || range.fromMs > last.toMs) result.push(range);
    else result[result.length - 1] = { fromMs: last.fromMs, toMs: Math.max(last.toMs, range.toMs) };
  }
  return result;
}

/** What both sets hold. */
export function common(a: readonly TimeRange[], b: readonly TimeRange[]): readonly TimeRange[] {
  const result: TimeRange[] = [];
  let i = 0;
  let j = 0;
  while (true) {
    const left = a[i];
    const right = b[j];
    if (left === undefined || right === undefined) return result;
    const fromMs = Math.max(left.fromMs, right.fromMs);
    const toMs = Math.min(left.toMs, right.toMs);
    if (fromMs < toMs) result.push({ fromMs, toMs });
    if (left.toMs < right.toMs) i++;
    else j++;
  }
}

/** What the first set holds and the second does not. */
export function without(a: readonly TimeRange[], holes: readonly TimeRange[]): readonly TimeRange[] {
  const outside: TimeRange[] = [];
  let fromMs = Number.NEGATIVE_INFINITY;
  for (const hole of holes) {
    outside.push({ fromMs, toMs: hole.fromMs });
    fromMs = hole.toMs;
  }
  outside.push({ fromMs, toMs: Number.POSITIVE_INFINITY });
  return common(a, outside);
}

/** Whether a time lies in one of the stretches. */
export function covers(ranges: readonly TimeRange[], timeMs: number): boolean {
  return ranges.some((range) => range.fromMs <= timeMs && timeMs < range.toMs);
}
