import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, DEFAULT_BACKOFF } from '../../../src/shared/backoff';

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const policies = fc.record({
  firstMs: fc.integer({ min: 1, max: 60_000 }),
  longestMs: fc.integer({ min: 1, max: 600_000 }),
});

test('the wait lies between a tenth of the bound and the bound, which doubles with each failure up to the longest', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), chance, policies, (failures, random, policy) => {
      const boundMs = Math.min(policy.longestMs, policy.firstMs * 2 ** (failures - 1));
      const waitMs = backoffMs(failures, random, policy);
      expect(waitMs).toBeGreaterThanOrEqual(boundMs * 0.1);
      expect(waitMs).toBeLessThanOrEqual(boundMs);
    }),
  );
});

test('with the same chance a later try never waits shorter, and a higher chance waits longer', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100 }), chance, chance, policies, (failures, a, b, policy) => {
      expect(backoffMs(failures + 1, a, policy)).toBeGreaterThanOrEqual(backoffMs(failures, a, policy));
      const [low, high] = a < b ? [a, b] : [b, a];
      expect(backoffMs(failures, low, policy)).toBeLessThanOrEqual(backoffMs(failures, high, policy));
    }),
  );
});

test('by default it is spread below half a second at first, and below 15 s in the end', () => {
  expect([1, 2, 3, 5, 6, 1_000].map((failures) => backoffMs(failures, 1))).toEqual([
    500, 1_000, 2_000, 8_000, 15_000, 15_000,
  ]);
  expect(backoffMs(1, 0)).toBe(50);
  expect(backoffMs(1_000, 0, DEFAULT_BACKOFF)).toBe(1_500);
});
