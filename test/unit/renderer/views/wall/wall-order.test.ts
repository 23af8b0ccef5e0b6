import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TROUBLES, type Trouble, urgency } from '../../../../../src/renderer/views/wall/trouble';
import { byTrouble, nextOrder, ORDER_HOLD_MS, type WallOrder } from '../../../../../src/renderer/views/wall/wall-order';

const troubles = fc.array(fc.constantFrom<Trouble>(...TROUBLES), { minLength: 1, maxLength: 48 });
const unitsOf = (list: readonly Trouble[]) => list.map((trouble, at) => ({ workUnitId: `unit-${at}`, trouble }));

test('the order is a stable sort by urgency: every unit once, the plant’s order among those alike', () => {
  fc.assert(
    fc.property(troubles, (list) => {
      const ids = byTrouble(unitsOf(list));
      expect(new Set(ids).size).toBe(list.length);
      const places = ids.map((id) => Number(id.slice(5)));
      for (const [at, place] of places.entries()) {
        const before = places[at - 1];
        if (before === undefined) continue;
        const [worse, better] = [list[before] ?? 'none', list[place] ?? 'none'];
        expect(urgency(worse)).toBeLessThanOrEqual(urgency(better));
        if (worse === better) expect(before).toBeLessThan(place);
      }
    }),
  );
});

test('whatever happens, the order of the same units changes at most once in the time it is held, and gets right after it', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    list: fc.array(fc.nat({ max: 5 }), { minLength: 8, maxLength: 8 }),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 2, maxLength: 40 }), (steps) => {
      let nowMs = 0;
      let order: WallOrder | undefined;
      let changedMs: number | undefined;
      for (const { afterMs, list } of steps) {
        nowMs += afterMs;
        const units = unitsOf(list.map((place) => TROUBLES[place] ?? 'none'));
        const next = nextOrder(order, units, { nowMs, isTold: true });
        if (order !== undefined && next !== order) {
          if (changedMs !== undefined) expect(nowMs - changedMs).toBeGreaterThanOrEqual(ORDER_HOLD_MS);
          changedMs = nowMs;
        }
        order = next;
        const later = nextOrder(order, units, { nowMs: nowMs + ORDER_HOLD_MS, isTold: true });
        expect(later.workUnitIds).toEqual(byTrouble(units));
      }
    }),
  );
});

test('while nothing can be known the order stays; units that come stand at the end, units that go leave at once', () => {
  const first = nextOrder(undefined, unitsOf(['none', 'stopped', 'none']), { nowMs: 0, isTold: true });
  expect(first.workUnitIds).toEqual(['unit-1', 'unit-0', 'unit-2']);
  const cut = nextOrder(first, unitsOf(['no-data', 'no-data', 'no-data']), { nowMs: 99_000, isTold: false });
  expect(cut).toBe(first);
  const [gone, stays, also] = unitsOf(['no-data', 'no-data', 'no-data']);
  const others = [stays, also, { workUnitId: 'new', trouble: 'no-data' as const }].flatMap((unit) => unit ?? []);
  expect(gone?.workUnitId).toBe('unit-0');
  expect(nextOrder(first, others, { nowMs: 99_000, isTold: false }).workUnitIds).toEqual(['unit-1', 'unit-2', 'new']);
});
