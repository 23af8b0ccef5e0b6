import { expect, test } from 'vitest';
import { ageText } from '../../../../src/renderer/ui/age-text';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/shared/time';

test.each([
  [0, '0 s'],
  [-5_000, '0 s'],
  [-12_000, '12 s ahead'],
  [3_999, '3 s'],
  [59_999, '59 s'],
  [MINUTE_MS, '1 min'],
  [4 * MINUTE_MS + 59 * SECOND_MS, '4 min'],
  [HOUR_MS - 1, '59 min'],
  [HOUR_MS, '1 h'],
  [2 * HOUR_MS + 10 * MINUTE_MS, '2 h 10 min'],
  [DAY_MS - 1, '23 h 59 min'],
  [3 * DAY_MS + HOUR_MS, '3 d'],
])('an age of %i ms reads "%s"', (ageMs, text) => {
  expect(ageText(ageMs)).toBe(text);
});
