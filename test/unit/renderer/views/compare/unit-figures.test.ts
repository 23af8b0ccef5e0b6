import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TileWish } from '../../../../../src/renderer/data/tile-query';
import {
  answersByLevel,
  figureKey,
  figurePlan,
  figureWishes,
  unitFigures,
} from '../../../../../src/renderer/views/compare/unit-figures';
import { LineCalendar } from '../../../../../src/shared/calendar/calendar-rules';
import { ShiftCalendar } from '../../../../../src/shared/calendar/shift-calendar';
import type { HistoryAnswer } from '../../../../../src/shared/history-frame';
import { BUCKET_MS, type BucketResolution, type SeriesKey, TILE_SPAN_MS } from '../../../../../src/shared/series';
import { emptyBuckets } from '../../../../../src/shared/tile';
import { ceilTo, DAY_MS, floorTo, HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../../src/shared/time';
import { series, unit } from '../catalogue-unit';

const FROM = Date.UTC(2026, 10, 20);
const CALENDAR = new ShiftCalendar(
  LineCalendar.parse({
    timeZone: 'Europe/Berlin',
    dayStart: '06:00',
    shifts: [
      { name: 'Early', start: '06:00', end: '14:00' },
      { name: 'Late', start: '14:00', end: '22:00' },
    ],
    dailyStops: [
      { name: 'Break', start: '09:45', end: '10:15' },
      { name: 'Cleaning', start: '21:53', end: '22:00' },
    ],
  }),
);
const PRESS = unit('press', [series('oee', 'oee_score'), series('metric', 'temperature'), series('metric', 'speed')]);

/** One whole number a minute, so that sums are exact in any order; none at each thirteenth, a bad one at each seventeenth. */
function sampleAt(name: string, timeMs: number): number | 'bad' | undefined {
  const minute = timeMs / MINUTE_MS;
  if (minute % 13 === 0) return undefined;
  return minute % 17 === 0 ? 'bad' : ((minute * 7_919 + name.length * 31) % 200) - 50;
}

/** The tiles of a wish as history answers them: whole ones, that reach beyond it. */
function answerOf({ range, resolution }: TileWish, key: SeriesKey): HistoryAnswer {
  const level = resolution as BucketResolution;
  const spanMs = TILE_SPAN_MS[level];
  const tiles = [];
  for (let fromMs = floorTo(range.fromMs, spanMs); fromMs < ceilTo(range.toMs, spanMs); fromMs += spanMs) {
    const columns = emptyBuckets(level, spanMs / BUCKET_MS[level]);
    for (let timeMs = fromMs; timeMs < fromMs + spanMs; timeMs += MINUTE_MS) {
      const at = Math.floor((timeMs - fromMs) / BUCKET_MS[level]);
      const value = sampleAt(key.name, timeMs);
      if (value === 'bad') columns.badCounts[at] = (columns.badCounts[at] ?? 0) + 1;
      if (value === undefined || value === 'bad') continue;
      const isFirst = columns.counts[at] === 0;
      columns.counts[at] = (columns.counts[at] ?? 0) + 1;
      columns.sums[at] = isFirst ? value : (columns.sums[at] ?? 0) + value;
      columns.mins[at] = isFirst ? value : Math.min(columns.mins[at] ?? value, value);
      columns.maxs[at] = isFirst ? value : Math.max(columns.maxs[at] ?? value, value);
    }
    tiles.push({ series: key, range: { fromMs, toMs: fromMs + spanMs }, asOfMs: range.toMs, sealed: false, columns });
  }
  return {
    ...{ requestId: 1, series: key, range, resolution, cadenceMs: MINUTE_MS, completeToMs: range.toMs },
    ...{ asOfMs: range.toMs, preparing: [], revised: [], missing: [], missingReason: null, before: null, after: null },
    tiles,
  };
}

function figuresOf(range: TimeRange, nowMs: number, change: (answer: HistoryAnswer) => HistoryAnswer = (same) => same) {
  const plan = figurePlan(PRESS, [{ table: 'metric', name: 'temperature' }], { range, calendar: CALENDAR, nowMs });
  const wishes = figureWishes([plan]);
  const answers = wishes.map((wish) => wish.series.map((key) => change(answerOf(wish, key))));
  return { wishes, plan, figures: unitFigures(plan, answersByLevel(wishes, answers)) };
}

test('figures over any range equal those of its samples, whatever levels they are added up of', () => {
  const ranges = fc.record({
    minute: fc.integer({ min: 0, max: 3 * 24 * 60 }),
    length: fc.integer({ min: 1, max: 9 * 24 * 60 }),
    agoMinutes: fc.integer({ min: -600, max: 9 * 24 * 60 }),
  });
  fc.assert(
    fc.property(ranges, ({ minute, length, agoMinutes }) => {
      const fromMs = FROM + minute * MINUTE_MS;
      const range = { fromMs, toMs: fromMs + length * MINUTE_MS };
      const nowMs = fromMs + Math.max(1, agoMinutes) * MINUTE_MS;
      const { figures, plan } = figuresOf(range, nowMs);
      const over = (name: string, stretches: readonly TimeRange[]) => {
        let [sum, count, badCount, min, max] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
        for (const stretch of stretches)
          for (let timeMs = stretch.fromMs; timeMs < stretch.toMs; timeMs += MINUTE_MS) {
            const value = sampleAt(name, timeMs);
            if (value === 'bad') badCount++;
            else if (value !== undefined)
              [sum, count, min, max] = [sum + value, count + 1, Math.min(min, value), Math.max(max, value)];
          }
        return { sum, count, badCount, min, max };
      };
      const whole = { fromMs, toMs: Math.min(range.toMs, nowMs) };
      expect(figures.totals.get('metric:temperature')).toEqual(over('temperature', [whole]));
      expect(figures.totals.get('oee:oee_score')).toEqual(over('oee_score', plan.counted));
      expect(figures.totals.has(figureKey({ table: 'metric', name: 'speed' }))).toBe(false);
    }),
    { numRuns: 25 },
  );
});

test('a week asks for hours and for what lies beside them, never for all of its minutes', () => {
  const range = { fromMs: FROM + 7 * MINUTE_MS, toMs: FROM + 7 * DAY_MS + 11 * MINUTE_MS };
  const { wishes } = figuresOf(range, range.toMs + DAY_MS);
  const lengthOf = (resolution: string) =>
    wishes
      .filter((wish) => wish.resolution === resolution && wish.series.some(({ name }) => name === 'temperature'))
      .reduce((sum, wish) => sum + wish.range.toMs - wish.range.fromMs, 0);
  expect(lengthOf('1hour')).toBeGreaterThan(6.9 * DAY_MS);
  expect(lengthOf('1min')).toBeLessThan(8 * HOUR_MS);
});

test('what is missing or being prepared of what counts is told in its length, breaks left out', () => {
  const range = { fromMs: Date.UTC(2026, 10, 24, 5), toMs: Date.UTC(2026, 10, 24, 13) };
  const hole = { fromMs: Date.UTC(2026, 10, 24, 8, 30), toMs: Date.UTC(2026, 10, 24, 9, 30) };
  const { figures } = figuresOf(range, range.toMs, (answer) =>
    answer.series.name === 'oee_score' ? { ...answer, missing: [hole] } : { ...answer, preparing: [hole] },
  );
  expect(figures.missingMs).toBe(30 * MINUTE_MS);
  expect(figures.preparingMs).toBe(60 * MINUTE_MS);
});

test('where the choice of time means nothing for a line, nothing is asked for', () => {
  const plan = figurePlan(PRESS, [], { range: undefined, calendar: CALENDAR, nowMs: FROM });
  expect(figureWishes([plan])).toEqual([]);
  expect(unitFigures(plan, new Map()).totals.size).toBe(0);
});
