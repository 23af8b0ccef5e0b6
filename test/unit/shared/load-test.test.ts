import { expect, test } from 'vitest';
import { type LoadStep, stepsUpTo, whyNotHeld } from '../../../src/shared/load-test';

const GOOD: LoadStep = {
  ...{ screens: 400, connected: 400, p50Ms: 9, p95Ms: 21, p99Ms: 31, maxMs: 60, lost: 0, doubled: 0, conflated: 0 },
  ...{ closed: 0, cpuShare: 0.4, residentBytes: 90e6 },
};

test('the steps end at the ceiling', () => {
  expect([stepsUpTo(200), stepsUpTo(1_000).at(-1)]).toEqual([[50, 100, 200], 1_000]);
});

test.each([
  [{}, undefined],
  [{ p99Ms: 100 }, undefined],
  [{ p99Ms: 101 }, 'late'],
  [{ p99Ms: null }, 'late'],
  [{ conflated: 1, p99Ms: 500 }, 'behind'],
  [{ closed: 1, conflated: 9 }, 'closed'],
  [{ doubled: 1, closed: 1 }, 'lost'],
  [{ lost: 1 }, 'lost'],
  [{ connected: 399, lost: 5 }, 'not-in'],
] as const)('%j is held, or falls short for the gravest reason: %s', (change, why) => {
  expect(whyNotHeld({ ...GOOD, ...change })).toBe(why);
});
