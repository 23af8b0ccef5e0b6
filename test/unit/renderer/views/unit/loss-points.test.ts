import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lossPoints } from '../../../../../src/renderer/views/unit/loss-points';
import type { UnitFigure } from '../../../../../src/shared/shift-figures';

const figure = (scores: Readonly<Record<string, number | null>>): UnitFigure => ({
  ...{ workUnitId: 'press', period: 0, levels: ['5min'], missing: [], preparing: [] },
  scores: Object.entries(scores).map(([name, average]) => ({
    name: name as UnitFigure['scores'][number]['name'],
    ...{ average, count: 10, badCount: 0 },
  })),
});

test('points are 1 − A, A (1 − P) and A P (1 − Q); what the averages do not explain stands apart', () => {
  const told = lossPoints(figure({ oee_score: 0.6, availability: 0.8, performance: 0.9, quality: 0.9 }));
  expect(told).toEqual({
    oeeTenths: 600,
    losses: [
      { kind: 'availability', tenths: 200 },
      { kind: 'performance', tenths: 80 },
      { kind: 'quality', tenths: 72 },
      { kind: 'together', tenths: 48 },
    ],
  });
});

test('a gain is a negative loss, and nothing stands apart where the product is the OEE', () => {
  const told = lossPoints(figure({ oee_score: 0.99, availability: 0.9, performance: 1.1, quality: 1 }));
  expect(told?.losses).toEqual([
    { kind: 'availability', tenths: 100 },
    { kind: 'performance', tenths: -90 },
    { kind: 'quality', tenths: 0 },
  ]);
});

test('the shown numbers add up to 100 − OEE as shown, each within a tenth of what it is; whatever the scores', () => {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(score, score, fc.double({ min: 0, max: 1.3, noNaN: true }), score, (oee, a, p, q) => {
      const told = lossPoints(figure({ oee_score: oee, availability: a, performance: p, quality: q }));
      const sum = told?.losses.reduce((total, { tenths }) => total + tenths, 0) ?? Number.NaN;
      expect(sum).toBe(1_000 - (told?.oeeTenths ?? 0));
      const exact = {
        availability: 1 - a,
        performance: a * (1 - p),
        quality: a * p * (1 - q),
        together: a * p * q - oee,
      };
      for (const { kind, tenths } of told?.losses ?? []) {
        expect(Number.isInteger(tenths)).toBe(true);
        expect(Math.abs(tenths - 1_000 * exact[kind])).toBeLessThanOrEqual(1.001);
      }
    }),
  );
});

test('without one of the scores there are none', () => {
  expect(lossPoints(figure({ oee_score: 0.6, availability: 0.8, performance: null, quality: 0.9 }))).toBeUndefined();
  expect(lossPoints(undefined)).toBeUndefined();
});
