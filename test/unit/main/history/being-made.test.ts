import { expect, test } from 'vitest';
import { beingMade, isBeingMade } from '../../../../src/main/history/being-made';
import type { Preparing } from '../../../../src/shared/protocol';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';

const entry: Preparing = {
  table: 'metric',
  resolution: '1hour',
  preparedFromMs: 0,
  preparedToMs: 10 * HOUR_MS + MINUTE_MS,
  targetToMs: 20 * HOUR_MS,
};

test('a level is not to be read from the bucket on that it is made to, without an end', () => {
  expect(beingMade('metric', '1hour', [entry])).toEqual([{ fromMs: 10 * HOUR_MS, toMs: Number.POSITIVE_INFINITY }]);
  const series = { table: 'metric', workUnitId: 'mill', name: 'm1' } as const;
  const tileAt = (fromMs: number) =>
    ({ series, resolution: '1hour', range: { fromMs, toMs: fromMs + HOUR_MS } }) as const;
  expect([0, 9, 10, 30].map((hour) => isBeingMade(tileAt(hour * HOUR_MS), [entry]))).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('a level of which nothing is made is not to be read at all', () => {
  const whole = [{ fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }];
  expect(beingMade('metric', '1hour', [{ ...entry, preparedFromMs: entry.preparedToMs }])).toEqual(whole);
});

test('raw rows that are being copied are left out, those behind them are not', () => {
  const { preparedToMs: fromMs, targetToMs: toMs } = entry;
  expect(beingMade('metric', 'raw', [{ ...entry, resolution: 'raw' }])).toEqual([{ fromMs, toMs }]);
});

test('what is made, other levels and other tables leave a level alone', () => {
  expect(beingMade('metric', '1hour', [{ ...entry, preparedToMs: entry.targetToMs }])).toEqual([]);
  expect(beingMade('metric', '1day', [entry])).toEqual([]);
  expect(beingMade('oee', '1hour', [entry])).toEqual([]);
});
