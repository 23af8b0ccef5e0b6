import { describe, expect, test } from 'vitest';
import { flipCacheBytes, flipEnteredBytes } from '../../../support/flip-bytes';

/** A share of all bytes; `npm run test:long` takes every one. */
const SEED = 20_260_601;

describe('a single flipped bit', () => {
  test('in the cache gives the original or "unknown", never another answer', { timeout: 120_000 }, () => {
    const outcome = flipCacheBytes({ seed: SEED, step: 41 });
    expect(outcome.wrong).toEqual([]);
    expect(outcome.flipped).toBeGreaterThan(300);
    // Damage is noticed, and takes no more than it must.
    expect(outcome.setAside + outcome.damagedTiles).toBeGreaterThan(outcome.flipped / 10);
    expect(outcome.unknownShare).toBeLessThan(0.5);
  });

  test('in the file of what was entered is healed from its copy', { timeout: 120_000 }, () => {
    const outcome = flipEnteredBytes({ seed: SEED, step: 37 }, true);
    expect([outcome.wrong, outcome.unknownShare]).toEqual([[], 0]);
    expect(outcome.flipped).toBeGreaterThan(200);
  });

  test('in the file of what was entered, its copy lost as well, gives the original or "unknown"', {
    timeout: 120_000,
  }, () => {
    const outcome = flipEnteredBytes({ seed: SEED + 1, step: 37 }, false);
    expect(outcome.wrong).toEqual([]);
    expect(outcome.setAside).toBeGreaterThan(0);
  });
});
