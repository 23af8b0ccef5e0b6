import { describe, expect, test } from 'vitest';
import { flipCacheBytes, flipEnteredBytes } from '../../../support/flip-bytes';

describe('a single flipped bit in every byte', () => {
  test('of the cache gives the original or "unknown", never another answer', () => {
    const { wrong, ...outcome } = flipCacheBytes({ seed: 7, step: 1 });
    process.stdout.write(`cache: ${JSON.stringify(outcome)}\n`);
    expect(wrong).toEqual([]);
  });

  test('of the file of what was entered is healed from its copy', () => {
    const { wrong, ...outcome } = flipEnteredBytes({ seed: 8, step: 1 }, true);
    process.stdout.write(`entered, with copy: ${JSON.stringify(outcome)}\n`);
    expect([wrong, outcome.unknownShare]).toEqual([[], 0]);
  });

  test('of the file of what was entered, without a copy, gives the original or "unknown"', () => {
    const { wrong, ...outcome } = flipEnteredBytes({ seed: 9, step: 1 }, false);
    process.stdout.write(`entered, without a copy: ${JSON.stringify(outcome)}\n`);
    expect(wrong).toEqual([]);
  });
});
