import type { TimeColumn } from './plant-tables';
import { DAY_MS, intersect, type TimeRange } from './time';
import { changeBetween, offsetsOf } from './zone-clock';

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
