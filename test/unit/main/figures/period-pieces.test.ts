import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutePieces, periodPieces } from '../../../../src/main/figures/period-pieces';
import type { LevelPieces } from '../../../../src/shared/level-pieces';
import { BUCKET_MS } from '../../../../src/shared/series';
import type { FigurePeriod } from '../../../../src/shared/shift-figures';
import { HOUR_MS, MINUTE_MS, type TimeRange } from '../../../../src/shared/time';

const DAY = Date.UTC(2026, 10, 25);
const minute = (number: number) => DAY + number * MINUTE_MS;
const range = (from: number, to: number): TimeRange => ({ fromMs: minute(from), toMs: minute(to) });

function period(from: number, to: number, stops: readonly (readonly [number, number])[] = []): FigurePeriod {
  return {
    ...{ kind: 'shift', name: 'Early', productionDay: '2026-11-25', timeZone: 'UTC', ...range(from, to) },
    excluded: stops.map(([stopFrom, stopTo]) => ({ name: 'Break', ...range(stopFrom, stopTo) })),
  };
}

/** The minutes that pieces cover, each once per piece that covers it. */
function minutesOf(pieces: readonly LevelPieces[]): number[] {
  return pieces
    .flatMap(({ ranges }) => ranges)
    .flatMap(({ fromMs, toMs }) =>
      Array.from({ length: (toMs - fromMs) / MINUTE_MS }, (_, at) => (fromMs - DAY) / MINUTE_MS + at),
    )
    .sort((a, b) => a - b);
}

test('a shift on the 5min grid is 5min buckets alone, its planned stop left out', () => {
  expect(periodPieces(period(360, 840, [[540, 555]]), minute(2_000))).toEqual([
    { resolution: '5min', ranges: [range(360, 540), range(555, 840)] },
  ]);
});

test('edges within a 5min bucket come from 1min buckets', () => {
  expect(periodPieces(period(362, 840, [[541, 544]]), minute(2_000))).toEqual([
    { resolution: '5min', ranges: [range(365, 540), range(545, 840)] },
    { resolution: '1min', ranges: [range(362, 365), range(540, 541), range(544, 545)] },
  ]);
});

test('of a shift that is on, nothing beyond the 5min bucket of now is read; within a stop, nothing of it', () => {
  expect(periodPieces(period(360, 840), minute(601))).toEqual([{ resolution: '5min', ranges: [range(360, 605)] }]);
  expect(periodPieces(period(360, 840, [[600, 630]]), minute(610))).toEqual([
    { resolution: '5min', ranges: [range(360, 600)] },
  ]);
  expect(periodPieces(period(360, 840, [[360, 390]]), minute(370))).toEqual([]);
});

test('an hour is read at 1min alone, up to the present minute', () => {
  const hour: FigurePeriod = { ...period(362, 422), kind: 'recent', toMs: minute(421) + 42_000 };
  expect(periodPieces(hour, hour.toMs)).toEqual([{ resolution: '1min', ranges: [range(362, 422)] }]);
});

test('every minute of the period outside its stops is counted once, on the grid of its level', () => {
  const stops = fc.array(fc.tuple(fc.integer({ min: -60, max: 900 }), fc.integer({ min: 1, max: 90 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 1, max: 720 }), stops, (from, length, drawn) => {
      const within = drawn
        .map(([start, minutes]) => [Math.max(from, start), Math.min(from + length, start + minutes)] as const)
        .filter(([start, end]) => start < end)
        .sort(([a], [b]) => a - b);
      const whole = period(from, from + length, within);
      const wanted = Array.from({ length }, (_, at) => from + at).filter(
        (each) => !within.some(([start, end]) => each >= start && each < end),
      );
      for (const pieces of [periodPieces(whole, DAY + 40 * HOUR_MS), minutePieces(whole, DAY + 40 * HOUR_MS)]) {
        expect(minutesOf(pieces)).toEqual(wanted);
        for (const { resolution, ranges } of pieces)
          for (const edge of ranges.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))
            expect(edge % BUCKET_MS[resolution]).toBe(0);
      }
    }),
  );
});
