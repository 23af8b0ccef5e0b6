import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterSlot } from '../../../../../src/main/store/redis/cluster-slot';
import { redisLockKey, redisTileKey, type TileKey } from '../../../../../src/main/store/redis/tile-key';
import { tileLifetimeMs } from '../../../../../src/main/store/redis/tile-lifetime';
import { OEE_SCORES, RESOLUTIONS } from '../../../../../src/shared/series';

const name = fc.oneof(
  fc.string({ unit: fc.constantFrom(':', '%', '{', '}', 'a', '3', 'A', '0'), maxLength: 6 }),
  fc.constantFrom(...OEE_SCORES),
  fc.string({ unit: 'grapheme' }),
);
const key: fc.Arbitrary<TileKey> = fc.record({
  series: fc.record({ table: fc.constantFrom('metric' as const, 'oee' as const), workUnitId: name, name }),
  resolution: fc.constantFrom(...RESOLUTIONS),
  range: fc.record({ fromMs: fc.integer(), toMs: fc.integer() }),
});

test('the key of the design, each part percent-encoded', () => {
  const series = { table: 'metric', workUnitId: 'press:1', name: 'temp{°C}%' } as const;
  const tile = { series, resolution: '5min', range: { fromMs: 0, toMs: 172_800_000 } } as const;
  expect(redisTileKey('db.plant:5432/oee', tile)).toBe(
    'tl:db.plant%3A5432%2Foee:v1:metrics:temp%7B%C2%B0C%7D%25:press%3A1:0:172800000:5min',
  );
  expect(redisTileKey('demo', { ...tile, series: { ...series, table: 'oee', name: 'quality' } })).toBe(
    'tl:demo:v1:oee:quality:press%3A1:0:172800000:5min',
  );
});

test('different tiles of different plants have different keys, whatever their names hold', () => {
  fc.assert(
    fc.property(name, key, name, key, (plantA, a, plantB, b) => {
      const isSame = JSON.stringify([plantA, a]) === JSON.stringify([plantB, b]);
      expect(redisTileKey(plantA, a) === redisTileKey(plantB, b)).toBe(isSame);
    }),
  );
});

test('a name that no database can hold has a key all the same', () => {
  const series = { table: 'metric', workUnitId: '\ud800', name: 'a' } as const;
  expect(() => redisTileKey('demo', { series, resolution: 'raw', range: { fromMs: 0, toMs: 1 } })).not.toThrow();
});

test("a tile and its lock lie on one node of a cluster, wherever the tile's names would have put them", () => {
  fc.assert(
    fc.property(name, key, (plant, tile) => {
      const tileKey = redisTileKey(plant, tile);
      expect(clusterSlot(redisLockKey(tileKey))).toBe(clusterSlot(tileKey));
    }),
  );
});

test('the slots are those of the specification', () => {
  // From the cluster specification: CRC16("123456789") = 0x31C3; hash tags as its examples have them.
  expect(clusterSlot('123456789')).toBe(0x31c3 % 16_384);
  expect(clusterSlot('{user1000}.following')).toBe(clusterSlot('user1000'));
  expect(clusterSlot('foo{}{bar}')).not.toBe(clusterSlot('bar'));
  expect(clusterSlot('foo{{bar}}zap')).toBe(clusterSlot('{bar'));
  expect(clusterSlot('foo{bar}{zap}')).toBe(clusterSlot('bar'));
});

test('what can still change is kept for a minute; sealed, the coarser the longer', () => {
  expect(RESOLUTIONS.map((resolution) => tileLifetimeMs(resolution, false))).toEqual(Array(5).fill(60_000));
  expect(RESOLUTIONS.map((resolution) => tileLifetimeMs(resolution, true) / 3_600_000)).toEqual([1, 24, 168, 720, 720]);
});
