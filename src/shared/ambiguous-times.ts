import type { TimeColumn } from './plant-tables';
import { DAY_MS, floorTo, intersect, SECOND_MS, type TimeRange } from './time';

/** Clocks are set weeks apart, so that no two changes hide each other between two looks. */
const LOOK_EVERY_MS = 7 * DAY_MS;
/** A change just outside a range may make the hours at its edge ambiguous. */
const AROUND_MS = 2 * DAY_MS;

/**
 * Stretches of a range that a plant's local times cannot tell apart: where its clocks were set back, the same local
 * times came twice, and each sample of them may have been taken in either of the two. Both are in the stretch.
 * Empty for columns that hold instants.
 */
export function ambiguousTimes(time: TimeColumn, range: TimeRange): readonly TimeRange[] {
  if (time.kind !== 'timestamp') return [];
  const offsetAt = offsetsOf(time.zone);
  const stretches: TimeRange[] = [];
  const endMs = range.toMs + AROUND_MS;
  for (let fromMs = range.fromMs - AROUND_MS; fromMs < endMs; fromMs += LOOK_EVERY_MS) {
    const toMs = Math.min(fromMs + LOOK_EVERY_MS, endMs);
    const setBackMs = offsetAt(fromMs) - offsetAt(toMs);
    if (setBackMs <= 0) continue;
    const changeMs = changeBetween(fromMs, toMs, offsetAt);
    const stretch = intersect({ fromMs: changeMs - setBackMs, toMs: changeMs + setBackMs }, range);
    if (stretch !== undefined) stretches.push(stretch);
  }
  return stretches;
}

/** The first moment of the new offset, to the second. */
function changeBetween(fromMs: number, toMs: number, offsetAt: (timeMs: number) => number): number {
  const before = offsetAt(fromMs);
  let [low, high] = [floorTo(fromMs, SECOND_MS), floorTo(toMs, SECOND_MS) + SECOND_MS];
  while (high - low > SECOND_MS) {
    const middle = floorTo((low + high) / 2, SECOND_MS);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** How far a zone's clocks are ahead of UTC, ms. */
function offsetsOf(zone: string): (timeMs: number) => number {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone: zone, hourCycle: 'h23', calendar: 'iso8601', numberingSystem: 'latn' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  return (timeMs) => {
    const wholeMs = floorTo(timeMs, SECOND_MS);
    const parts = new Map(format.formatToParts(wholeMs).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const localMs = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return localMs - wholeMs;
  };
}
