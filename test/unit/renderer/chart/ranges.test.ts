import fc from 'fast-check';
import { expect, test } from 'vitest';
import { common, covers, united, without } from '../../../../src/renderer/chart/ranges';

const sets = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 8 })))
  .map((pairs) => united(pairs.map(([fromMs, length]) => ({ fromMs, toMs: fromMs + length }))));

test('union, intersection and difference hold exactly the moments that they should', () => {
  fc.assert(
    fc.property(sets, sets, fc.integer({ min: -1, max: 40 }), (a, b, timeMs) => {
      const inA = covers(a, timeMs);
      const inB = covers(b, timeMs);
      expect(covers(united([...a, ...b]), timeMs)).toBe(inA || inB);
      expect(covers(common(a, b), timeMs)).toBe(inA && inB);
      expect(covers(without(a, b), timeMs)).toBe(inA && !inB);
    }),
  );
});

test('stretches that touch become one', () => {
  const ranges = [
    { fromMs: 5, toMs: 9 },
    { fromMs: 0, toMs: 5 },
    { fromMs: 7, toMs: 7 },
  ];
  expect(united(ranges)).toEqual([{ fromMs: 0, toMs: 9 }]);
});
