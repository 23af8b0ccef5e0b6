import { describe, expect, test } from 'vitest';
import { type EnteredShelf, MarkedUnits } from '../../../../src/main/engine/marked-units';

type Rows = Exclude<Awaited<ReturnType<EnteredShelf['loadEntered']>>, undefined>;

function openPins(kept: Rows | undefined = [], isWritable = true) {
  const shelf = { rows: kept, last: [] as readonly string[], saves: 0 };
  const told: (readonly string[])[] = [];
  const marked = new MarkedUnits(
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
    (mark, ids) => mark === 'pin' && told.push(ids),
  );
  const pins = {
    load: () => marked.load(),
    ids: () => marked.ids('pin'),
    set: (workUnitId: string, isPinned: boolean) => marked.set('pin', workUnitId, isPinned),
  };
  return { marked, pins, shelf, told };
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
    const marked = new MarkedUnits(
      undefined,
      () => 7,
      () => {},
    );
    await marked.load();
    expect(await marked.set('pin', 'a', true)).toMatchObject({ isKept: false });
  });

  test('have a bound that is named', async () => {
    const { pins } = openPins(Array.from({ length: 200 }, (_, at) => ({ kind: 'pin', id: `u${at}`, body: '{}' })));
    await pins.load();
    expect(await pins.set('one-more', true)).toMatchObject({ isKept: false, reason: expect.stringContaining('200') });
  });

  test('that are hidden are a mark of their own beside those that are pinned', async () => {
    const { marked, pins, shelf } = openPins();
    await marked.load();
    await pins.set('a', true);
    expect(await marked.set('hide', 'a', true)).toEqual({ isKept: true });
    expect([marked.ids('pin'), marked.ids('hide'), shelf.last]).toEqual([['a'], ['a'], ['a']]);
    await marked.set('hide', 'a', false);
    expect([marked.ids('pin'), marked.ids('hide'), shelf.rows.length]).toEqual([['a'], [], 1]);
  });
});
