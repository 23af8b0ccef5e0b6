import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DEFAULT_UPDATE_PACE, UpdatePace } from '../../../../src/main/live/update-pace';

const { perSecond, burst } = DEFAULT_UPDATE_PACE;
/** What was spent comes back at this distance, ms: two at once and 18 more within the second are 20. */
const BACK_MS = 53;

test('after a quiet time two go at once, the third one when the first has come back', () => {
  const pace = new UpdatePace();
  for (let sent = 0; sent < burst; sent += 1) {
    expect(pace.restMs(5)).toBe(0);
    pace.spend(5);
  }
  expect(pace.restMs(5)).toBe(BACK_MS);
  expect(pace.restMs(5 + BACK_MS)).toBe(0);
});

test('what goes ahead of its turn makes the next wait no longer than for one to come back', () => {
  const pace = new UpdatePace();
  for (let sent = 0; sent < 1_000; sent += 1) pace.spend(0);
  expect(pace.restMs(0)).toBe(BACK_MS);
});

test('whenever they are due, no second has more than 20, and one waits only just after another', () => {
  const gapsMs = fc.array(fc.oneof(fc.nat(10), fc.nat(120), fc.nat(2_000)), { maxLength: 200 });
  fc.assert(
    fc.property(gapsMs, (gaps) => {
      const pace = new UpdatePace();
      const sentMs: number[] = [];
      let nowMs = 0;
      for (const gapMs of gaps) {
        nowMs += gapMs;
        const restMs = pace.restMs(nowMs);
        expect(restMs).toBeLessThanOrEqual(BACK_MS);
        const within = sentMs.filter((each) => each > nowMs - BACK_MS);
        if (restMs > 0) expect(within.length).toBeGreaterThan(0);
        nowMs += restMs;
        pace.spend(nowMs);
        sentMs.push(nowMs);
      }
      for (const fromMs of sentMs) {
        const inSecond = sentMs.filter((each) => each >= fromMs && each < fromMs + 1_000);
        expect(inSecond.length).toBeLessThanOrEqual(perSecond);
      }
    }),
  );
});
