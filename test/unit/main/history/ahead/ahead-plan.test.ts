import { describe, expect, test } from 'vitest';
import {
  type AheadSeries,
  aheadTiles,
  expectedBytes,
  isDue,
  wantedTiles,
} from '../../../../../src/main/history/ahead/ahead-plan';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../../src/shared/time';
import { sampleTile } from '../../../../support/sample-tiles';

const NOW_MS = Date.UTC(2026, 5, 1, 12);

function series(more: Partial<AheadSeries> = {}, workUnitId = 'press'): AheadSeries {
  const key = { table: 'metric' as const, workUnitId, name: 'load' };
  return { key, cadenceMs: 1_000, firstMs: 0, levels: ['1min', '5min', '1hour', '1day'], ...more };
}

/** Days that the tiles of each level reach back, and how many there are. */
function reach(each: AheadSeries): Readonly<Record<string, readonly [days: number, tiles: number]>> {
  const tiles = aheadTiles(each, NOW_MS);
  return Object.fromEntries(
    [...new Set(tiles.map(({ resolution }) => resolution))].map((level) => {
      const own = tiles.filter(({ resolution }) => resolution === level);
      const fromMs = Math.min(...own.map(({ range }) => range.fromMs));
      return [level, [Math.floor((NOW_MS - fromMs) / DAY_MS), own.length]];
    }),
  );
}

describe('what is carried along of a series', () => {
  test('is 400 days at 1day and 1hour, 30 days at 5min and 1min, coarse levels first, the newest first', () => {
    const found = reach(series());
    expect(Object.keys(found)).toEqual(['1day', '1hour', '5min', '1min']);
    expect(found['1hour']?.[0]).toBeGreaterThanOrEqual(400);
    expect(found['1min']).toEqual([30, 91]);
    const minutes = aheadTiles(series(), NOW_MS).filter(({ resolution }) => resolution === '1min');
    expect(minutes[0]?.range.toMs).toBeGreaterThan(NOW_MS - 8 * HOUR_MS);
    expect(minutes[0]?.range.fromMs).toBeLessThanOrEqual(NOW_MS);
  });

  test('begins with its first sample', () => {
    expect(reach(series({ firstMs: NOW_MS - DAY_MS }))['1min']?.[1]).toBe(4);
    expect(aheadTiles(series({ firstMs: NOW_MS }), NOW_MS)).toEqual([]);
  });

  test('is raw in the place of levels finer than its cadence, and no level that the plant has not', () => {
    expect(Object.keys(reach(series({ cadenceMs: 10 * MINUTE_MS })))).toEqual(['1day', '1hour', 'raw']);
    expect(Object.keys(reach(series({ levels: ['1hour'] })))).toEqual(['1hour']);
  });
});

describe('when a tile is read', () => {
  const { key } = sampleTile();
  const { toMs } = key.range;

  test.each([
    ['it is not on board', undefined, toMs, true],
    ['it is sealed', { asOfMs: toMs + 1, sealed: true }, toMs + 100 * DAY_MS, false],
    ['it was open ten minutes ago', { asOfMs: toMs - HOUR_MS, sealed: false }, toMs - HOUR_MS + 10 * MINUTE_MS, true],
    ['it was open just now', { asOfMs: toMs - HOUR_MS, sealed: false }, toMs - HOUR_MS + MINUTE_MS, false],
    ['it had ended, a day ago', { asOfMs: toMs + 1, sealed: false }, toMs + 1 + DAY_MS, true],
    ['it had ended, an hour ago', { asOfMs: toMs + 1, sealed: false }, toMs + HOUR_MS, false],
  ])('%s', (_what, mark, nowMs, due) => {
    expect(isDue(key, mark, nowMs)).toBe(due);
  });
});

describe('the disk budget', () => {
  test('what a tile is expected to take is what it takes, within a tenth', () => {
    for (const resolution of ['1min', '5min', '1hour'] as const) {
      const tile = sampleTile({ resolution });
      expect(expectedBytes(tile.key, 1_000) / tile.bytes.length).toBeCloseTo(1, 1);
    }
    const raw = sampleTile({ resolution: 'raw', points: 600 });
    expect(expectedBytes(raw.key, 1_000) / raw.bytes.length).toBeCloseTo(1, 1);
  });

  test('ends the finest levels of all units first, and tells which units are short', () => {
    const two = [series(), series({}, 'mill')];
    const { tiles, limited } = wantedTiles(two, 1e9, NOW_MS);
    expect([tiles.length, limited.size]).toEqual([2 * aheadTiles(series(), NOW_MS).length, 0]);
    const short = wantedTiles(two, 1_500_000, NOW_MS);
    expect([...short.limited].toSorted()).toEqual(['mill', 'press']);
    expect(short.tiles.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1_350_000);
    expect(new Set(short.tiles.map(({ key }) => key.resolution))).toEqual(new Set(['1day', '1hour', '5min']));
    const fives = short.tiles.filter(({ key }) => key.resolution === '5min');
    expect(new Set(fives.map(({ workUnitId }) => workUnitId)).size).toBe(2);
  });
});
