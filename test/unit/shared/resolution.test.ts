import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  expectedPoints,
  type Level,
  ladderFloor,
  MAX_RAW_POINTS,
  offeredLevels,
  resolutionFor,
} from '../../../src/shared/resolution';
import { BUCKET_MS, RESOLUTIONS, type Resolution } from '../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../src/shared/time';

const fineness = (resolution: Resolution) => RESOLUTIONS.indexOf(resolution);
const rangeOf = (spanMs: number): TimeRange => ({ fromMs: 1_700_000_000_000, toMs: 1_700_000_000_000 + spanMs });

const spans = fc.oneof(
  fc.constantFrom(
    MINUTE_MS,
    HOUR_MS,
    HOUR_MS + 1,
    6 * HOUR_MS,
    6 * HOUR_MS + 1,
    48 * HOUR_MS,
    48 * HOUR_MS + 1,
    90 * DAY_MS,
  ),
  fc.integer({ min: 1, max: 3_650 * DAY_MS }),
);
const ranges = spans.map(rangeOf);
const budgets = fc.constantFrom(1, 100, 1_000, 4_800, 20_000);
const levels: fc.Arbitrary<Level[]> = fc
  .uniqueArray(fc.constantFrom(...RESOLUTIONS), { minLength: 1 })
  .chain((resolutions) =>
    fc.tuple(
      ...resolutions.map((resolution) =>
        fc.record(
          { resolution: fc.constant(resolution), expectedPoints: fc.nat({ max: 50_000 }), complete: fc.boolean() },
          { requiredKeys: ['resolution', 'expectedPoints'] },
        ),
      ),
    ),
  );

describe('resolutionFor', () => {
  test('never gives a level that is not available', () => {
    fc.assert(
      fc.property(ranges, budgets, levels, (range, budget, available) => {
        expect(available.map((level) => level.resolution)).toContain(resolutionFor(range, budget, available));
      }),
    );
  });

  test('is never coarser than the ladder while a level within the ladder is there', () => {
    fc.assert(
      fc.property(ranges, budgets, levels, (range, budget, available) => {
        const floor = fineness(ladderFloor(range));
        fc.pre(available.some((level) => fineness(level.resolution) <= floor));
        expect(fineness(resolutionFor(range, budget, available))).toBeLessThanOrEqual(floor);
      }),
    );
  });

  test('is over the budget only where every level within the ladder is', () => {
    fc.assert(
      fc.property(ranges, budgets, levels, (range, budget, available) => {
        const allowed = available.filter((level) => fineness(level.resolution) <= fineness(ladderFloor(range)));
        fc.pre(allowed.some((level) => level.expectedPoints <= budget));
        const chosen = available.find((level) => level.resolution === resolutionFor(range, budget, available));
        expect(chosen?.expectedPoints).toBeLessThanOrEqual(budget);
      }),
    );
  });

  test('no finer complete level would have fitted', () => {
    fc.assert(
      fc.property(ranges, budgets, levels, (range, budget, available) => {
        const floor = fineness(ladderFloor(range));
        const chosen = fineness(resolutionFor(range, budget, available));
        const better = available.filter(
          (level) =>
            level.complete !== false &&
            level.expectedPoints <= budget &&
            fineness(level.resolution) < Math.min(chosen, floor + 1),
        );
        expect(better).toEqual([]);
      }),
    );
  });

  test('does not depend on the order of the levels', () => {
    fc.assert(
      fc.property(ranges, budgets, levels, (range, budget, available) => {
        expect(resolutionFor(range, budget, available.toReversed())).toBe(resolutionFor(range, budget, available));
      }),
    );
  });

  test.each<[string, number, number, number, Resolution]>([
    ['1 h at 1 Hz on a chart of 1,200 px', HOUR_MS, 4_800, SECOND_MS, 'raw'],
    ['1 h at 1 Hz for 1,000 points', HOUR_MS, 1_000, SECOND_MS, '1min'],
    ['6 h at 1 Hz for 1,000 points', 6 * HOUR_MS, 1_000, SECOND_MS, '1min'],
    ['6 h for 100 points', 6 * HOUR_MS, 100, SECOND_MS, '5min'],
    ['48 h for 1,000 points', 48 * HOUR_MS, 1_000, SECOND_MS, '5min'],
    ['48 h for 40 points: the ladder forces more', 48 * HOUR_MS, 40, SECOND_MS, '1hour'],
    ['90 d for 1,000 points', 90 * DAY_MS, 1_000, SECOND_MS, '1day'],
    ['90 d on a chart of 1,200 px', 90 * DAY_MS, 4_800, SECOND_MS, '1hour'],
    ['90 d of a sample a day: nothing is finer than the cadence', 90 * DAY_MS, 1_000, DAY_MS, 'raw'],
    ['1 h of a sample each 5 min: raw serves', HOUR_MS, 1_000, 5 * MINUTE_MS, 'raw'],
  ])('%s', (_, spanMs, budget, cadenceMs, expected) => {
    const range = rangeOf(spanMs);
    expect(resolutionFor(range, budget, offeredLevels(range, cadenceMs, RESOLUTIONS))).toBe(expected);
  });

  test('passes an incomplete level over for a complete one, and takes it where there is no other', () => {
    const incomplete: Level = { resolution: '1min', expectedPoints: 60, complete: false };
    const raw: Level = { resolution: 'raw', expectedPoints: 900 };
    expect(resolutionFor(rangeOf(HOUR_MS), 1_000, [incomplete, { ...raw, complete: false }])).toBe('raw');
    expect(resolutionFor(rangeOf(HOUR_MS), 500, [incomplete, raw])).toBe('1min');
    expect(resolutionFor(rangeOf(HOUR_MS), 10, [incomplete, raw])).toBe('raw');
    expect(resolutionFor(rangeOf(HOUR_MS), 10, [incomplete])).toBe('1min');
  });

  test('gives the finest there is where the ladder allows none of them', () => {
    const available: Level[] = [
      { resolution: '1day', expectedPoints: 1 },
      { resolution: '1hour', expectedPoints: 2 },
    ];
    expect(resolutionFor(rangeOf(HOUR_MS), 1_000, available)).toBe('1hour');
  });

  test('nothing to choose from is an error of the caller', () => {
    expect(() => resolutionFor(rangeOf(HOUR_MS), 1_000, [])).toThrow(RangeError);
  });
});

describe('offeredLevels', () => {
  test('offers no aggregated level finer than the cadence and no raw above its limit', () => {
    fc.assert(
      fc.property(ranges, fc.integer({ min: 1, max: 3 * DAY_MS }), (range, cadenceMs) => {
        const offered = offeredLevels(range, cadenceMs, RESOLUTIONS);
        expect(offered.length).toBeGreaterThan(0);
        if (offered.length === 1 && offered[0]?.resolution === '1day') return;
        for (const { resolution, expectedPoints: points } of offered) {
          if (resolution === 'raw') expect(points).toBeLessThanOrEqual(MAX_RAW_POINTS);
          else expect(BUCKET_MS[resolution]).toBeGreaterThanOrEqual(cadenceMs);
        }
      }),
    );
  });

  test('offers only what exists', () => {
    expect(offeredLevels(rangeOf(HOUR_MS), SECOND_MS, ['1hour', 'raw']).map((level) => level.resolution)).toEqual([
      'raw',
      '1hour',
    ]);
    expect(offeredLevels(rangeOf(DAY_MS), SECOND_MS, ['raw'])).toEqual([]);
  });

  test('an unknown cadence is taken as one second', () => {
    expect(expectedPoints('raw', rangeOf(HOUR_MS), undefined)).toBe(3_600);
  });

  test('a range that touches two buckets expects two', () => {
    expect(expectedPoints('1hour', { fromMs: HOUR_MS - 1, toMs: HOUR_MS + 1 }, SECOND_MS)).toBe(2);
    expect(expectedPoints('1hour', { fromMs: HOUR_MS, toMs: 2 * HOUR_MS }, SECOND_MS)).toBe(1);
    expect(expectedPoints('1hour', { fromMs: HOUR_MS, toMs: HOUR_MS }, SECOND_MS)).toBe(0);
  });
});
