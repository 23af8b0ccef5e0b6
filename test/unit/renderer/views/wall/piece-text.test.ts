import { expect, test } from 'vitest';
import {
  aheadText,
  goodDigits,
  goodText,
  paceText,
  taktText,
  targetText,
} from '../../../../../src/renderer/views/wall/piece-text';

const figure = (good: number | null, target: number | null, taktMs: number | null = 30_000) => ({
  ...{ good, target, taktMs, wholeTarget: null },
});

test('good pieces stand against whole pieces of the target', () => {
  expect(goodText(12_840.9)).toBe('12,840');
  expect([targetText(figure(1, 430.9)), targetText(figure(1, null))]).toEqual(['430', undefined]);
  const aheads = [figure(404, 430.9), figure(442, 430.9), figure(430.2, 430.9), figure(null, 4), figure(4, null)];
  expect(aheads.map(aheadText)).toEqual(['−26', '+12', '±0', undefined, undefined]);
});

test('the digits of a count are those of its whole pieces, eight at most', () => {
  expect([figure(8, 1), figure(9_999.9, 1), figure(10_000, 1), figure(null, 1)].map(goodDigits)).toEqual([
    ...[1, 4, 5, undefined],
  ]);
  // No writing is smaller than that of eight.
  expect([figure(12_345_678, 1), figure(3_123_456_789, 1)].map(goodDigits)).toEqual([8, 8]);
});

test('the takt so far is the planned time over the good pieces, beside the plan’s own', () => {
  expect(paceText(figure(300, 360))).toBe('Takt 30.0 s, now 36.0 s');
  expect(paceText(figure(0, 360))).toBe('Takt 30.0 s');
  expect(paceText(figure(300, 360, null))).toBeUndefined();
  expect([600, 31_234, 750_000].map(taktText)).toEqual(['0.60 s', '31.2 s', '12.5 min']);
});
