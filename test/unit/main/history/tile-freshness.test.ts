import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSealedAt, type TileStanding, tileVerdict } from '../../../../src/main/history/tile-freshness';
import { RESOLUTIONS } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../../src/shared/time';

const NOW_MS = 1_795_454_286_815;
const tile = (parts: Partial<TileStanding>): TileStanding => ({
  resolution: '1min',
  range: { fromMs: NOW_MS - 10 * HOUR_MS, toMs: NOW_MS - 2 * HOUR_MS },
  asOfMs: NOW_MS - HOUR_MS,
  sealed: false,
  verifiedMs: NOW_MS - HOUR_MS,
  ...parts,
});
const at = (followedSinceMs: number | undefined) => ({ nowMs: NOW_MS, followedSinceMs });

test('a sealed tile is current however old and whether or not changes are followed', () => {
  expect(tileVerdict(tile({ sealed: true, asOfMs: 0, verifiedMs: 0 }), at(undefined))).toBe('current');
});

test('a settled tile is current while every change since it was verified was followed, else stale, never old', () => {
  expect(tileVerdict(tile({}), at(NOW_MS - 2 * HOUR_MS))).toBe('current');
  expect(tileVerdict(tile({}), at(NOW_MS - MINUTE_MS))).toBe('stale');
  expect(tileVerdict(tile({}), at(undefined))).toBe('stale');
  expect(tileVerdict(tile({ verifiedMs: NOW_MS }), at(NOW_MS - MINUTE_MS))).toBe('current');
});

test('a growing tile that was read before changes were followed is never current, however young', () => {
  const young = tile({ range: { fromMs: 0, toMs: NOW_MS + HOUR_MS }, asOfMs: NOW_MS - 1, verifiedMs: NOW_MS - 1 });
  expect(tileVerdict(young, at(0))).toBe('current');
  expect(tileVerdict(young, at(NOW_MS))).toBe('stale');
  expect(tileVerdict(young, at(undefined))).toBe('stale');
});

test('a growing tile goes by its age: current, then stale, then old', () => {
  fc.assert(
    fc.property(fc.constantFrom(...RESOLUTIONS), fc.nat({ max: 10 * MINUTE_MS }), (resolution, ageMs) => {
      const standing = tile({
        resolution,
        range: { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS + HOUR_MS },
        asOfMs: NOW_MS - ageMs,
        verifiedMs: NOW_MS,
      });
      const verdict = tileVerdict(standing, at(0));
      if (ageMs <= 2 * SECOND_MS) expect(verdict).toBe('current');
      if (ageMs > 30 * SECOND_MS) expect(verdict).not.toBe('current');
      expect(verdict === 'old').toBe(ageMs > MINUTE_MS);
      const older = tileVerdict({ ...standing, asOfMs: standing.asOfMs - SECOND_MS }, at(0));
      expect(['current', 'stale', 'old'].indexOf(older)).toBeGreaterThanOrEqual(
        ['current', 'stale', 'old'].indexOf(verdict),
      );
    }),
  );
});

test('a tile that was read within a minute of its end still grows: rows may have been on their way', () => {
  const ended = { fromMs: NOW_MS - 10 * HOUR_MS, toMs: NOW_MS - 2 * HOUR_MS };
  expect(tileVerdict(tile({ range: ended, asOfMs: ended.toMs + 59_999 }), at(0))).toBe('old');
  expect(tileVerdict(tile({ range: ended, asOfMs: ended.toMs + 60_000 }), at(0))).toBe('current');
});

test('sealed is what ended before the late-data horizon and the slowest schedule', () => {
  const range = { fromMs: 0, toMs: DAY_MS };
  expect(isSealedAt(range, DAY_MS + 8 * DAY_MS + HOUR_MS - 1)).toBe(false);
  expect(isSealedAt(range, DAY_MS + 8 * DAY_MS + HOUR_MS)).toBe(true);
});
