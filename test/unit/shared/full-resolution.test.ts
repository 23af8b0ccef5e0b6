import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expectedSamples, fullParts } from '../../../src/shared/full-resolution';

test('the pieces cover the range without a hole or an overlap, on one grid, each small enough to be asked for', () => {
  const spans = fc.integer({ min: 1_000, max: 90 * 86_400_000 });
  const cadences = fc.constantFrom(100, 1_000, 10_000, 300_000);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2e12 }), spans, cadences, (fromMs, spanMs, cadenceMs) => {
      fc.pre(spanMs / cadenceMs < 2e6);
      const parts = fullParts({ fromMs, toMs: fromMs + spanMs }, cadenceMs);
      expect(parts[0]?.fromMs).toBeLessThanOrEqual(fromMs);
      expect(parts.at(-1)?.toMs).toBeGreaterThanOrEqual(fromMs + spanMs);
      for (const [i, part] of parts.entries()) {
        expect(part.fromMs).toBe(parts[i - 1]?.toMs ?? part.fromMs);
        expect(part.fromMs % (part.toMs - part.fromMs)).toBe(0);
        expect(expectedSamples(part, cadenceMs)).toBeLessThanOrEqual(20_000);
      }
    }),
  );
});

test('of a series whose distance of samples is not known nothing is promised', () => {
  expect(expectedSamples({ fromMs: 0, toMs: 1_000 }, undefined)).toBe(Number.POSITIVE_INFINITY);
});
