import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newCachedTile } from '../../../../src/main/history/cached-tile';
import { TileMemory } from '../../../../src/main/history/tile-memory';

function tile(asOfMs: number, samples = 10) {
  const times = Float64Array.from({ length: samples }, (_, at) => at);
  return newCachedTile({
    revised: [],
    tile: {
      series: { table: 'metric', workUnitId: 'mill', name: 'm1' },
      range: { fromMs: 0, toMs: 600_000 },
      asOfMs,
      sealed: false,
      columns: { kind: 'raw', timesMs: times, values: times },
    },
  });
}

test('never holds more than its bound, drops what was used longest ago, and counts what it dropped', () => {
  const actions = fc.array(
    fc.record({
      verb: fc.constantFrom('put', 'get', 'delete'),
      key: fc.nat({ max: 12 }),
      samples: fc.nat({ max: 200 }),
    }),
    { maxLength: 80 },
  );
  fc.assert(
    fc.property(actions, (steps) => {
      const memory = new TileMemory(8_000);
      /** The same by a list: what was used last stands last. */
      let model: { key: string; cost: number }[] = [];
      let dropped = 0;
      for (const { verb, key: number, samples } of steps) {
        const key = String(number);
        const known = model.find((entry) => entry.key === key);
        model = model.filter((entry) => entry.key !== key);
        if (verb === 'put') {
          const put = tile(0, samples);
          memory.put(key, put);
          model.push({ key, cost: put.bytes.length + 1_024 });
          while (model.reduce((sum, { cost }) => sum + cost, 0) > 8_000) {
            model.shift();
            dropped += 1;
          }
        } else if (verb === 'get') {
          expect(memory.get(key) !== undefined).toBe(known !== undefined);
          if (known !== undefined) model.push(known);
        } else memory.delete(key);
        expect([...memory.entries()].map(([held]) => held)).toEqual(model.map((entry) => entry.key));
        expect(memory.sizeBytes).toBe(model.reduce((sum, { cost }) => sum + cost, 0));
        expect(memory.sizeBytes).toBeLessThanOrEqual(8_000);
        expect(memory.droppedTiles).toBe(dropped);
        expect(memory.tileCount).toBe(model.length);
      }
    }),
  );
});

test('only a newer reading replaces one', () => {
  const memory = new TileMemory();
  memory.put('a', tile(5));
  expect(memory.put('a', tile(4)).tile.asOfMs).toBe(5);
  expect(memory.put('a', tile(6)).tile.asOfMs).toBe(6);
  expect(memory.get('a')).toMatchObject({ verifiedMs: 6, tile: { asOfMs: 6 } });
});
