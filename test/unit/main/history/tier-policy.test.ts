import { expect, test } from 'vitest';
import { inOrder, isShared, plantBesideAfterMs, tiersAbove } from '../../../../src/main/history/tier-policy';
import { TileTierTwin } from '../../../support/tile-tier-twin';

const sqlite = new TileTierTwin('sqlite');
const redis = new TileTierTwin('redis');

test('the nearest tier comes first, and one that is absent is simply not there', () => {
  expect(inOrder([redis, sqlite])).toEqual([sqlite, redis]);
  expect(inOrder([redis])).toEqual([redis]);
  expect(inOrder([])).toEqual([]);
});

test('a tile is written into the tiers above the one that had it', () => {
  expect(tiersAbove([sqlite, redis], 0)).toEqual([]);
  expect(tiersAbove([sqlite, redis], 1)).toEqual([sqlite]);
  expect(tiersAbove([sqlite, redis], 2)).toEqual([sqlite, redis]);
});

test('the plant is asked beside Redis after 10 ms, and never beside the disk; Redis alone is shared', () => {
  expect([plantBesideAfterMs(sqlite), plantBesideAfterMs(redis)]).toEqual([undefined, 10]);
  expect([isShared(sqlite), isShared(redis)]).toEqual([false, true]);
});
