import { describe, expect, test } from 'vitest';
import { type EnteredShelf, PinnedUnits } from '../../../../src/main/engine/pinned-units';

type Rows = Exclude<Awaited<ReturnType<EnteredShelf['loadEntered']>>, undefined>;

function openPins(kept: Rows | undefined = [], isWritable = true) {
  const shelf = { rows: kept, last: [] as readonly string[], saves: 0 };
  const told: (readonly string[])[] = [];
  const pins = new PinnedUnits(
    {
      loadEntered: () => Promise.resolve(shelf.rows),
      saveEntered: (rows) => {
        shelf.saves += 1;
        if (isWritable) shelf.rows = rows;
        return Promise.resolve(isWritable);
      },
      setPinnedUnits: (ids) => {
        shelf.last = ids;
      },
    },
    () => 7,
    (ids) => told.push(ids),
  );
  return { pins, shelf, told };
}

const other = { kind: 'note', id: 'x', body: '{}' };

describe('pinned units', () => {
  test('are kept before they are called kept, the store is told, and other entries stay', async () => {
    const { pins, shelf, told } = openPins([other]);
    await pins.load();
    expect(await Promise.all([pins.set('a', true), pins.set('b', true), pins.set('a', true)])).toEqual(
      Array(3).fill({ isKept: true }),
    );
    expect(shelf.rows).toEqual([other, ...['a', 'b'].map((id) => ({ kind: 'pin', id, body: '{"pinnedAtMs":7}' }))]);
    expect([shelf.last, told, shelf.saves]).toEqual([['a', 'b'], [[], ['a'], ['a', 'b']], 2]);
    await pins.set('a', false);
    expect([pins.ids(), shelf.last]).toEqual([['b'], ['b']]);
  });

  test('are there after a restart', async () => {
    const { pins, told } = openPins([{ kind: 'pin', id: 'a', body: '{}' }]);
    await pins.load();
    expect([pins.ids(), told]).toEqual([['a'], [['a']]]);
  });

  test('that could not be written are not pinned, and it is said', async () => {
    const { pins, told } = openPins([], false);
    await pins.load();
    expect(await pins.set('a', true)).toMatchObject({ isKept: false, reason: expect.stringContaining('disk') });
    expect([pins.ids(), told]).toEqual([[], [[]]]);
  });

  test('without a store nothing can be pinned', async () => {
    const pins = new PinnedUnits(
      undefined,
      () => 7,
      () => {},
    );
    await pins.load();
    expect(await pins.set('a', true)).toMatchObject({ isKept: false });
  });

  test('have a bound that is named', async () => {
    const { pins } = openPins(Array.from({ length: 200 }, (_, at) => ({ kind: 'pin', id: `u${at}`, body: '{}' })));
    await pins.load();
    expect(await pins.set('one-more', true)).toMatchObject({ isKept: false, reason: expect.stringContaining('200') });
  });
});
