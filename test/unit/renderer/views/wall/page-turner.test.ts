import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  firstPage,
  heldOrLet,
  type PageTurner,
  passed,
  READING_MS,
  turnedTo,
} from '../../../../../src/renderer/views/wall/page-turner';

test('pages follow one another, each for its time, and the first comes after the last', () => {
  const of = (nowMs: number) => ({ pages: 3, dwellMs: 10_000, nowMs });
  let turner = firstPage(of(0));
  const shown: number[] = [];
  for (let nowMs = 0; nowMs < 40_000; nowMs += 1_000) {
    turner = passed(turner, of(nowMs));
    shown.push(turner.page);
  }
  expect(shown.flatMap((page, at) => (page === shown[at - 1] ? [] : [at, page]))).toEqual([0, 0, 10, 1, 20, 2, 30, 0]);
});

test('a page turned to by hand stays to be read; a held one stays until it is let go', () => {
  const of = (nowMs: number) => ({ pages: 3, dwellMs: 10_000, nowMs });
  const back = turnedTo(firstPage(of(0)), -1, of(1_000));
  expect(back.page).toBe(2);
  expect(passed(back, of(1_000 + READING_MS - 1)).page).toBe(2);
  expect(passed(back, of(1_000 + READING_MS)).page).toBe(0);
  const held = heldOrLet(back, of(2_000));
  expect(passed(held, of(9e9)).page).toBe(2);
  expect(passed(turnedTo(held, 1, of(3_000)), of(9e9)).page).toBe(1);
  const let_ = heldOrLet(held, of(4_000));
  expect(passed(let_, of(14_000)).page).toBe(0);
});

test('whatever is done, the page is one that there is', () => {
  const act = fc.record({
    kind: fc.constantFrom('pass', 'turn', 'hold'),
    page: fc.integer({ min: -20, max: 20 }),
    pages: fc.integer({ min: 1, max: 8 }),
    afterMs: fc.nat({ max: 100_000 }),
  });
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      let nowMs = 0;
      let turner: PageTurner = { page: 0, turnsAtMs: 0 };
      for (const { kind, page, pages, afterMs } of acts) {
        nowMs += afterMs;
        const turning = { pages, dwellMs: 15_000, nowMs };
        turner = passed(turner, turning);
        if (kind === 'turn') turner = turnedTo(turner, page, turning);
        if (kind === 'hold') turner = heldOrLet(turner, turning);
        expect(turner.page).toBeGreaterThanOrEqual(0);
        expect(turner.page).toBeLessThan(pages);
      }
    }),
  );
});
