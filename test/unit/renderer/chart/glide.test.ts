import fc from 'fast-check';
import { expect, test } from 'vitest';
import { glidedPx, isGliding, Swing } from '../../../../src/renderer/chart/glide';

test('a glide slows down, never turns, and ends', () => {
  fc.assert(
    fc.property(fc.integer({ min: -5_000, max: 5_000 }), (pxPerS) => {
      const speed = pxPerS / 1_000;
      let before = 0;
      for (let sinceMs = 16; sinceMs < 5_000; sinceMs += 16) {
        const px = glidedPx(speed, sinceMs) - glidedPx(speed, sinceMs - 16);
        expect(px * Math.sign(speed)).toBeGreaterThanOrEqual(0);
        if (sinceMs > 16) expect(Math.abs(px)).toBeLessThanOrEqual(Math.abs(before));
        before = px;
      }
      expect(isGliding(speed, 5_000)).toBe(false);
    }),
    { numRuns: 15 },
  );
});

test('a hand that swings has its speed, one that rested before it let go has none', () => {
  const swing = new Swing();
  for (let i = 0; i <= 10; i++) swing.mark(i * 10, i * 8);
  expect(swing.speed(100)).toBeCloseTo(0.8);
  expect(swing.speed(300)).toBe(0);
  swing.clear();
  expect(swing.speed(100)).toBe(0);
});
