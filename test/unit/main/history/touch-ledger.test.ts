import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TouchLedger } from '../../../../src/main/history/touch-ledger';

const mill = { table: 'metric', workUnitId: 'mill' } as const;
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
      if (isTouched) expect(ledger.isTouchedSince(mill, range, asOfMs)).toBe(true);
      else if (touches.length <= 64) expect(ledger.isTouchedSince(mill, range, asOfMs)).toBe(false);
    }),
  );
});

test('a unit’s other table and other units are untouched', () => {
  const ledger = new TouchLedger();
  ledger.add({ ...mill, range: { fromMs: 0, toMs: 10 } }, 5);
  expect(ledger.isTouchedSince(mill, { fromMs: 0, toMs: 10 }, 4)).toBe(true);
  expect(ledger.isTouchedSince({ ...mill, table: 'oee' }, { fromMs: 0, toMs: 10 }, 4)).toBe(false);
  expect(ledger.isTouchedSince({ ...mill, workUnitId: 'press' }, { fromMs: 0, toMs: 10 }, 4)).toBe(false);
});
