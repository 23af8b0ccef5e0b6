import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/shared/time';
import { ZoneClock } from '../../../src/shared/zone-clock';
import { changesOf, offsetByName, ZONES } from './calendar/clock-changes';

describe.each(ZONES)('the clocks of %s', (zone) => {
  const clock = new ZoneClock(zone);
  const changes = changesOf(zone);
  const around = fc
    .record({ change: fc.constantFrom(...changes), awayMs: fc.integer({ min: -2 * DAY_MS, max: 2 * DAY_MS }) })
    .map(({ change, awayMs }) => change.atMs + awayMs);

  test('are set as the zone’s rules say, to the millisecond', () => {
    const offsetAt = offsetByName(zone);
    for (const { atMs, longerMs } of changes) {
      expect(clock.offsetMs(atMs - 1) - clock.offsetMs(atMs)).toBe(longerMs);
      expect(clock.offsetMs(atMs)).toBe(offsetAt(atMs));
    }
  });

  test('lead back to the instant, or to the first one that shows the same', () => {
    fc.assert(
      fc.property(around, (timeMs) => {
        const back = clock.instantOf(clock.wallMs(timeMs));
        expect(clock.wallMs(back)).toBe(clock.wallMs(timeMs));
        expect(back).toBeLessThanOrEqual(timeMs);
      }),
    );
  });

  test('what is later by the clock is never earlier in fact', () => {
    fc.assert(
      fc.property(around, fc.integer({ min: 0, max: 3 * HOUR_MS }), (wallMs, stepMs) => {
        expect(clock.instantOf(wallMs + stepMs)).toBeGreaterThanOrEqual(clock.instantOf(wallMs));
      }),
    );
  });

  test('a time that never comes is the moment of the change, one that comes twice is the first', () => {
    for (const { atMs, longerMs } of changes) {
      const shownMs = clock.wallMs(atMs);
      if (longerMs < 0) expect(clock.instantOf(shownMs - MINUTE_MS)).toBe(atMs);
      else expect(clock.instantOf(shownMs + MINUTE_MS)).toBe(atMs - longerMs + MINUTE_MS);
    }
  });
});

test('a name that is no zone is refused', () => {
  expect(() => new ZoneClock('Middle/Earth')).toThrow(RangeError);
});
