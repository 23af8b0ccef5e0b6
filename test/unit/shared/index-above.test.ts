import fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexAbove } from '../../../src/shared/index-above';

test('as many numbers of a sorted list lie before the index as are not above the bound', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 20 })), fc.integer({ min: -7, max: 22 }), (numbers, bound) => {
      const sorted = numbers.toSorted((a, b) => a - b);
      expect(indexAbove(sorted, bound)).toBe(sorted.filter((each) => each <= bound).length);
    }),
  );
});
