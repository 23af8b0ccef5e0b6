import { expect, test } from 'vitest';
import { percentTick, tickText } from '../../../../src/renderer/chart/value-axis';

test('ticks leave out what says nothing, and what floats add', () => {
  expect([0, 12, 0.5, 0.1 + 0.2, -3, 12_500, 1_234.5].map(tickText)).toEqual([
    ...['0', '12', '0.5', '0.3', '-3', '12500', '1234.5'],
  ]);
  expect(tickText(2e7)).toBe('2.00e+7');
});

test('scores are percent, with a digit where ticks stand that near', () => {
  expect([0, 0.85, 0.855, 0.07, 1].map(percentTick)).toEqual(['0 %', '85 %', '85.5 %', '7 %', '100 %']);
});
