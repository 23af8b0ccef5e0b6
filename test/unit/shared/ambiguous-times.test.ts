import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ambiguousTimes } from '../../../src/shared/ambiguous-times';
import { DAY_MS, HOUR_MS } from '../../../src/shared/time';

const local = (zone: string) => ({ column: 't', kind: 'timestamp', zone }) as const;
const year = { fromMs: Date.UTC(2026, 0, 1), toMs: Date.UTC(2027, 0, 1) };

test.each([
  ['Europe/Berlin', [Date.UTC(2026, 9, 25, 0), Date.UTC(2026, 9, 25, 2)]],
  ['America/New_York', [Date.UTC(2026, 10, 1, 5), Date.UTC(2026, 10, 1, 7)]],
  ['Australia/Lord_Howe', [Date.UTC(2026, 3, 4, 14, 30), Date.UTC(2026, 3, 4, 15, 30)]],
])('%s: both real hours around the moment at which its clocks are set back', (zone, [fromMs, toMs]) => {
  expect(ambiguousTimes(local(zone), year)).toEqual([{ fromMs, toMs }]);
});

test('a zone whose clocks are never set, and columns of instants, are never ambiguous', () => {
  expect(ambiguousTimes(local('UTC'), year)).toEqual([]);
  expect(ambiguousTimes(local('Asia/Tokyo'), year)).toEqual([]);
  expect(ambiguousTimes({ column: 't', kind: 'timestamptz' }, year)).toEqual([]);
  expect(ambiguousTimes({ column: 't', kind: 'epoch', unit: 's' }, year)).toEqual([]);
});

test('any range shows its part of the stretches of the years, however it is cut', () => {
  const time = local('Europe/Berlin');
  const decade = ambiguousTimes(time, { fromMs: Date.UTC(2020, 0, 1), toMs: Date.UTC(2030, 0, 1) });
  expect(decade).toHaveLength(10);
  const moments = fc.integer({ min: Date.UTC(2020, 1, 1), max: Date.UTC(2029, 10, 1) });
  fc.assert(
    fc.property(
      moments,
      fc.integer({ min: 1, max: 400 * DAY_MS }),
      fc.nat({ max: 3 * HOUR_MS }),
      (at, length, shift) => {
        const near = decade[at % decade.length]?.fromMs ?? at;
        for (const fromMs of [at, near + shift]) {
          const range = { fromMs, toMs: Math.min(fromMs + length, Date.UTC(2029, 11, 1)) };
          const expected = decade
            .map((stretch) => ({
              fromMs: Math.max(stretch.fromMs, range.fromMs),
              toMs: Math.min(stretch.toMs, range.toMs),
            }))
            .filter((stretch) => stretch.fromMs < stretch.toMs);
          expect(ambiguousTimes(time, range)).toEqual(expected);
        }
      },
    ),
    { numRuns: 50 },
  );
});
