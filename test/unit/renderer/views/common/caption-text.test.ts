import { expect, test } from 'vitest';
import { captionText } from '../../../../../src/renderer/views/common/caption-text';
import type { Reading } from '../../../../../src/renderer/views/common/unit-reading';

const NOW_MS = Date.UTC(2026, 5, 1, 12);
const reading = (ageMs: number, current: boolean) =>
  ({
    series: { table: 'oee', workUnitId: 'press-1', name: 'oee_score', displayName: null },
    sample: { timeMs: NOW_MS - ageMs, value: 0.8 },
    current,
  }) as unknown as Reading;

test('a current number says how long ago, an old one its moment and its age', () => {
  expect(captionText(reading(3_000, true), NOW_MS)).toBe('OEE, 3 s ago');
  expect(captionText(reading(720_000, false), NOW_MS)).toMatch(/^OEE as of .+, 12 min old$/);
});

test('a narrow place gets the age alone, also of a sample that is a moment ahead of the clock on screen', () => {
  expect(captionText(reading(720_000, false), NOW_MS, true)).toBe('OEE 12 min old');
  expect(captionText(reading(-400, false), NOW_MS, true)).toBe('OEE 0 s old');
});

test('a sample a moment ahead has an age in a wide place too; one of a clock that is wrong has none', () => {
  expect(captionText(reading(-400, false), NOW_MS)).toMatch(/^OEE as of .+, 0 s old$/);
  expect(captionText(reading(-60_000, false), NOW_MS)).toMatch(/^OEE as of [^,]+$/);
});
