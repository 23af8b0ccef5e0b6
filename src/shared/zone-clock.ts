import { DAY_MS, floorTo, SECOND_MS } from './time';

/** What the clocks of a zone do within one UTC day: most days they are not set. */
interface DayOffsets {
  readonly beforeMs: number;
  /** First moment of the other offset; ∞ on a day without a change. */
  readonly changeMs: number;
  readonly afterMs: number;
}

/** Some twelve years; a clock that has looked at more begins anew. */
const MAX_KNOWN_DAYS = 4_400;

/**
 * The clocks of one time zone. Offsets come from Intl, which knows every zone's rules and takes some 10 µs for an answer:
 * it is asked for the two ends of a UTC day, once.
 */
export class ZoneClock {
  readonly #askedOffset: (timeMs: number) => number;
  readonly #days = new Map<number, DayOffsets>();

  /** @param zone IANA name. @throws RangeError for a name that is no zone */
  constructor(zone: string) {
    this.#askedOffset = offsetsOf(zone);
  }

  /** How far the clocks are ahead of UTC at an instant, ms. */
  offsetMs(timeMs: number): number {
    const { beforeMs, changeMs, afterMs } = this.#day(floorTo(timeMs, DAY_MS));
    return timeMs < changeMs ? beforeMs : afterMs;
  }

  /** What the clocks show at an instant, as the ms that the same reading would be in UTC. */
  wallMs(timeMs: number): number {
    return timeMs + this.offsetMs(timeMs);
  }

  /**
   * The instant at which the clocks show `wallMs` (as {@link wallMs} gives it). Where they show it twice, the first; where they never do,
   * the moment at which they are set. So what is later on the clock is never earlier in fact, and shifts that follow one another by the
   * clock do so in every night.
   */
  instantOf(wallMs: number): number {
    // Zones lie within 14 h of UTC, and clocks are set weeks apart: one change at most lies between.
    const earlier = this.offsetMs(wallMs - DAY_MS);
    const later = this.offsetMs(wallMs + DAY_MS);
    const first = wallMs - earlier;
    if (earlier === later || this.offsetMs(first) === earlier) return first;
    const second = wallMs - later;
    return this.offsetMs(second) === later ? second : this.#changeBefore(first);
  }

  /** The change that the day of `timeMs`, or the one before, holds. */
  #changeBefore(timeMs: number): number {
    const dayMs = floorTo(timeMs, DAY_MS);
    const { changeMs } = this.#day(dayMs);
    return changeMs <= timeMs ? changeMs : this.#day(dayMs - DAY_MS).changeMs;
  }

  #day(dayMs: number): DayOffsets {
    const known = this.#days.get(dayMs);
    if (known !== undefined) return known;
    const [beforeMs, afterMs] = [this.#askedOffset(dayMs), this.#askedOffset(dayMs + DAY_MS)];
    const isSet = beforeMs !== afterMs;
    const changeMs = isSet ? changeBetween(dayMs, dayMs + DAY_MS, this.#askedOffset) : Number.POSITIVE_INFINITY;
    const day = { beforeMs, changeMs, afterMs };
    if (this.#days.size >= MAX_KNOWN_DAYS) this.#days.clear();
    this.#days.set(dayMs, day);
    return day;
  }
}

/** The first moment of the new offset between two that differ, to the second. */
export function changeBetween(fromMs: number, toMs: number, offsetAt: (timeMs: number) => number): number {
  const before = offsetAt(fromMs);
  let [low, high] = [floorTo(fromMs, SECOND_MS), floorTo(toMs, SECOND_MS) + SECOND_MS];
  while (high - low > SECOND_MS) {
    const middle = floorTo((low + high) / 2, SECOND_MS);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** How far a zone's clocks are ahead of UTC, ms. @throws RangeError for a name that is no zone */
export function offsetsOf(zone: string): (timeMs: number) => number {
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
