import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TileKey } from '../../../../src/main/history/tile-tier';
import { TouchLedger } from '../../../../src/main/history/touch-ledger';
import type { SeriesTable } from '../../../../src/shared/series';
import type { TimeRange } from '../../../../src/shared/time';

const mill = { table: 'metric', workUnitId: 'mill' } as const;
const keyOf = (unit: { table: SeriesTable; workUnitId: string }, range: TimeRange): TileKey => ({
  series: { ...unit, name: 'm1' },
  resolution: '1min',
  range,
});
const stretch = fc
  .tuple(fc.nat({ max: 100_000 }), fc.integer({ min: 1, max: 500 }))
  .map(([fromMs, lengthMs]) => ({ fromMs, toMs: fromMs + lengthMs }));

test('no touch is ever forgotten, however many there are; few are remembered exactly', () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 150 }), stretch, fc.nat({ max: 150 }), (touches, range, asOfMs) => {
      const ledger = new TouchLedger();
      for (const [at, touch] of touches.entries()) ledger.add({ ...mill, range: touch }, at);
      const isTouched = touches.some(
        (touch, at) => at > asOfMs && touch.fromMs < range.toMs && range.fromMs < touch.toMs,
      );
      if (isTouched) expect(ledger.isTouchedSince(keyOf(mill, range), asOfMs)).toBe(true);
      else if (touches.length <= 64) expect(ledger.isTouchedSince(keyOf(mill, range), asOfMs)).toBe(false);
    }),
  );
});

test('a unit’s other table and other units are untouched', () => {
  const ledger = new TouchLedger();
  ledger.add({ ...mill, range: { fromMs: 0, toMs: 10 } }, 5);
  expect(ledger.isTouchedSince(keyOf(mill, { fromMs: 0, toMs: 10 }), 4)).toBe(true);
  expect(ledger.isTouchedSince(keyOf({ ...mill, table: 'oee' }, { fromMs: 0, toMs: 10 }), 4)).toBe(false);
  expect(ledger.isTouchedSince(keyOf({ ...mill, workUnitId: 'press' }, { fromMs: 0, toMs: 10 }), 4)).toBe(false);
});

test('a level is to be corrected until it was seen to hold the change, tile by tile, and again after the next change', () => {
  const ledger = new TouchLedger();
  const range = { fromMs: 0, toMs: 10 };
  const [own, other] = [keyOf(mill, range), { ...keyOf(mill, range), resolution: '1day' as const }];
  ledger.add({ ...mill, range: { fromMs: 2, toMs: 4 } }, 100);
  ledger.confirm(own, 99);
  expect(ledger.revising(own, 100)).toEqual([{ fromMs: 2, toMs: 4 }]);
  ledger.confirm(own, 100);
  expect(ledger.revising(own, 100)).toEqual([]);
  expect(ledger.revising(other, 100)).toEqual([{ fromMs: 2, toMs: 4 }]);
  ledger.add({ ...mill, range: { fromMs: 1, toMs: 4 } }, 200);
  expect(ledger.revising(own, 200)).toEqual([{ fromMs: 1, toMs: 4 }]);
  expect(ledger.touchedWithin(mill, { fromMs: 3, toMs: 9 })).toEqual([{ fromMs: 3, toMs: 4 }]);
  // After a day the sweep is what tells of a job that never ran.
  expect(ledger.revising(own, 200 + 86_400_000)).toEqual([]);
});
