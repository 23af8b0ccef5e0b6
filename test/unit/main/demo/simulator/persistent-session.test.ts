import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoffMs, isPlantAway } from '../../../../../src/main/demo/simulator/persistent-session';

test('the wait grows from a quarter of a second and never passes 15 s', () => {
  fc.assert(
    fc.property(fc.nat(1_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const waitMs = backoffMs(attempt, () => random);
      expect(waitMs).toBeGreaterThanOrEqual(250);
      expect(waitMs).toBeLessThanOrEqual(15_000);
    }),
  );
  expect(backoffMs(0, () => 0.999)).toBeLessThan(backoffMs(3, () => 0));
});

test('a plant that went away is told from one that answers with a refusal, and from a mistake of ours', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code });
  for (const code of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '08006', '53300']) {
    expect(isPlantAway(withCode(code)), code).toBe(true);
  }
  expect(isPlantAway(new Error('Connection terminated unexpectedly'))).toBe(true);
  expect(isPlantAway(new Error('Query read timeout'))).toBe(true);
  expect(isPlantAway(new Error('step failed', { cause: withCode('ECONNRESET') }))).toBe(true);
  for (const code of ['42P01', '42501', '23505', '28000']) expect(isPlantAway(withCode(code)), code).toBe(false);
  expect(isPlantAway(new TypeError('x is not a function'))).toBe(false);
  expect(isPlantAway('text')).toBe(false);
});
