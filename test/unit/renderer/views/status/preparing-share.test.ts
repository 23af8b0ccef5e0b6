import { expect, test } from 'vitest';
import { summarise } from '../../../../../src/renderer/views/status/preparing-share';
import type { Preparing } from '../../../../../src/shared/protocol';

const level = (preparedFromMs: number | null, preparedToMs: number, targetToMs = 100): Preparing => ({
  table: 'oee',
  resolution: '1min',
  preparedFromMs,
  preparedToMs,
  targetToMs,
});

test('finished levels count, so that the share never falls back, and the least prepared level says how far it is', () => {
  expect(summarise([level(0, 100), level(0, 50)])).toEqual({ share: 0.75, preparedToMs: 50 });
  expect(summarise([level(50, 75)])).toEqual({ share: 0.5, preparedToMs: 75 });
});

test('without a known start there is no share, and nothing open is nothing to say', () => {
  expect(summarise([level(null, 50)])).toEqual({ share: undefined, preparedToMs: 50 });
  expect(summarise([level(0, 100)])).toBeUndefined();
  expect(summarise([])).toBeUndefined();
});
