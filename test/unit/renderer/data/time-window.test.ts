import { expect, test } from 'vitest';
import { rangeOf, sameWindow, shifted, spanOf, type TimeWindow } from '../../../../src/renderer/data/time-window';

const follow: TimeWindow = { kind: 'follow', spanMs: 100 };
const fixed = (fromMs: number, toMs: number): TimeWindow => ({ kind: 'fixed', range: { fromMs, toMs } });

test('a window that follows ends now', () => {
  expect(rangeOf(follow, 1_000)).toEqual({ fromMs: 900, toMs: 1_000 });
  expect(spanOf(follow)).toBe(100);
  expect(rangeOf(fixed(1, 5), 1_000)).toEqual({ fromMs: 1, toMs: 5 });
});

test('going back leaves the present, going on comes back to it and never passes it', () => {
  const back = shifted(follow, -1, 1_000);
  expect(back).toEqual(fixed(800, 900));
  expect(shifted(fixed(500, 600), 1, 1_000)).toEqual(fixed(600, 700));
  expect(shifted(back, 1, 1_000)).toEqual(follow);
  expect(shifted(fixed(890, 990), 1, 1_000)).toEqual(follow);
  expect(shifted(fixed(799, 899), 1, 1_000)).toEqual(follow);
});

test('windows are compared by what they show', () => {
  expect(sameWindow(follow, { kind: 'follow', spanMs: 100 })).toBe(true);
  expect(sameWindow(fixed(1, 5), fixed(1, 5))).toBe(true);
  expect(sameWindow(fixed(1, 5), fixed(1, 6))).toBe(false);
  expect(sameWindow(follow, fixed(900, 1_000))).toBe(false);
});
