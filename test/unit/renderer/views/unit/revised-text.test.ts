import { expect, test } from 'vitest';
import { revisedText } from '../../../../../src/renderer/views/unit/revised-text';
import type { FigurePeriod, FigureRevision } from '../../../../../src/shared/shift-figures';

const period: FigurePeriod = {
  ...{ kind: 'shift', name: 'Early', productionDay: '2026-11-25', excluded: [], timeZone: 'Europe/Berlin' },
  ...{ fromMs: Date.UTC(2026, 10, 25, 5), toMs: Date.UTC(2026, 10, 25, 13) },
};
const revisedMs = new Date(2026, 10, 25, 15, 4, 7).getTime();
const revision = (untilMs: number): FigureRevision => ({ revisedMs, untilMs, scores: [] });

test('names when a figure was revised, with the date where that is not today', () => {
  const whole = revision(period.toMs);
  expect(revisedText(whole, period, revisedMs + 60_000)).toBe('Revised at 15:04:07');
  expect(revisedText(whole, period, revisedMs + 86_400_000)).toBe('Revised at Nov 25, 2026 15:04:07');
});

test('while a shift is on it says up to where, by the clocks of the line', () => {
  const text = revisedText(revision(Date.UTC(2026, 10, 25, 9, 35)), period, revisedMs);
  expect(text).toBe('Revised at 15:04:07; buckets up to 10:35');
});
