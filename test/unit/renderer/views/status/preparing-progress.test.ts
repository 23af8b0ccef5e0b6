import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PreparingProgress, progressAfter } from '../../../../../src/renderer/views/status/preparing-progress';
import { RESOLUTIONS, type Resolution } from '../../../../../src/shared/series';

const level = (resolution: Resolution, preparedToMs: number, preparedFromMs: number | null = 0, targetToMs = 100) => ({
  table: 'oee' as const,
  resolution,
  preparedFromMs,
  preparedToMs,
  targetToMs,
});
const shareOf = (progress: PreparingProgress | undefined) => progress?.share;

test('a level that has dropped out of the list is done and goes on counting', () => {
  const first = progressAfter(undefined, [level('raw', 90), level('1min', 0)]);
  expect(shareOf(first)).toBeCloseTo(0.45);
  const second = progressAfter(first, [level('1min', 0)]);
  expect(shareOf(second)).toBeCloseTo(0.5);
  expect(progressAfter(second, [])).toBeUndefined();
});

test('work that is added may take the share back, a target that moves on with the clock may not', () => {
  const first = progressAfter(undefined, [level('raw', 80)]);
  expect(shareOf(progressAfter(first, [level('raw', 80, 0, 200)]))).toBeCloseTo(0.8);
  expect(shareOf(progressAfter(first, [level('raw', 80), level('1min', 0)]))).toBeCloseTo(0.4);
});

test('without a known start there is no share, and nothing open is nothing to say', () => {
  expect(progressAfter(undefined, [level('raw', 50, null)])).toMatchObject({ share: undefined });
  expect(progressAfter(undefined, [level('raw', 100)])).toBeUndefined();
  expect(progressAfter(undefined, [])).toBeUndefined();
});

test('while levels only advance or finish, the share never goes back and stays within 0 and 1', () => {
  const steps = fc.array(
    fc.record({ at: fc.nat({ max: RESOLUTIONS.length - 1 }), by: fc.integer({ min: 1, max: 60 }) }),
  );
  fc.assert(
    fc.property(steps, (advances) => {
      const done = RESOLUTIONS.map(() => 0);
      let progress: PreparingProgress | undefined;
      for (const { at, by } of [{ at: 0, by: 0 }, ...advances]) {
        done[at] = Math.min(100, (done[at] ?? 0) + by);
        const open = RESOLUTIONS.flatMap((resolution, i) =>
          (done[i] ?? 0) < 100 ? [level(resolution, done[i] ?? 0)] : [],
        );
        const next = progressAfter(progress, open);
        if (next === undefined) return;
        expect(next.share).toBeGreaterThanOrEqual(progress?.share ?? 0);
        expect(next.share).toBeLessThanOrEqual(1);
        progress = next;
      }
    }),
  );
});
