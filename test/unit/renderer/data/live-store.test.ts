import { describe, expect, test } from 'vitest';
import { LiveStore, type Touch } from '../../../../src/renderer/data/live-store';
import type { LiveSeries, LiveUnit, ServerMessage } from '../../../../src/shared/protocol';
import { ManualTime } from '../manual-time';
import { welcomeMessage } from './fake-socket';

const BASE_MS = 1_000_000;

function setUp() {
  const time = new ManualTime();
  const log: string[] = [];
  const store = new LiveStore({ nowMs: () => time.nowMs, after: time.after, log: (line) => log.push(line) });
  return { time, store, log };
}

function unit(workUnitId: string, timesMs: number[], more: Partial<LiveSeries> = {}): LiveUnit {
  const series = {
    table: 'oee',
    name: 'oee_score',
    timesMs,
    values: timesMs.map((t) => t / BASE_MS),
    ...more,
  } as const;
  return { workUnitId, series: [series], touched: [] };
}

const snapshot = (sequence: number, ...units: LiveUnit[]): ServerMessage => ({
  type: 'snapshot',
  epoch: 'e',
  sequence,
  units,
});
const update = (sequence: number, ...units: LiveUnit[]): ServerMessage => ({ type: 'update', sequence, units });
const latest = (store: LiveStore, id: string) => store.present(id).latest.get('oee:oee_score');

describe('the first picture', () => {
  const catalogue = (...ids: string[]): ServerMessage => ({
    type: 'catalogue',
    units: ids.map((workUnitId) => ({ workUnitId, displayName: null, line: null, series: [] })),
  });
  const told = (store: LiveStore) => store.catalogue().map(({ workUnitId }) => workUnitId);

  test('is drawn once, of units with their values, which follow the catalogue', () => {
    const { store } = setUp();
    let tellings = 0;
    store.onCatalogue(() => {
      tellings += 1;
      expect(latest(store, 'a')?.timeMs).toBe(BASE_MS);
    });
    store.message(welcomeMessage(BASE_MS));
    store.message(catalogue('a', 'b'));
    expect([store.catalogueKnown(), told(store)]).toEqual([false, []]);
    store.message(snapshot(1, unit('a', [BASE_MS])));
    expect([store.catalogueKnown(), told(store), tellings]).toEqual([true, ['a', 'b'], 1]);
    store.message(catalogue('a'));
    expect([told(store), tellings]).toEqual([['a'], 2]);
  });

  test('units that the plant does not have any more are not kept, and an empty catalogue says nothing of them', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1, unit('a', [BASE_MS]), unit('b', [BASE_MS])));
    store.message(catalogue());
    store.message(catalogue('b', 'c'));
    expect([latest(store, 'a'), latest(store, 'b')?.timeMs]).toEqual([undefined, BASE_MS]);
    expect([store.tail('a', 'oee', 'oee_score').timesMs, store.tail('b', 'oee', 'oee_score').timesMs]).toEqual([
      [],
      [BASE_MS],
    ]);
    store.message(update(2, unit('a', [BASE_MS + 1_000])));
    expect(latest(store, 'a')?.timeMs).toBe(BASE_MS + 1_000);
  });

  test('does not wait long for values that do not come', async () => {
    const { time, store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(catalogue('a'));
    store.message(catalogue('a', 'b'));
    await time.pass(250);
    expect(told(store)).toEqual(['a', 'b']);
    store.message(snapshot(1, unit('a', [BASE_MS])));
    expect(told(store)).toEqual(['a', 'b']);
  });

  test('waits for nothing where there are no units, and after a reconnect', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(catalogue());
    expect(store.catalogueKnown()).toBe(true);
    store.message(welcomeMessage(BASE_MS));
    store.message(catalogue('a'));
    expect(told(store)).toEqual(['a']);
  });
});

describe('values', () => {
  test('an update shows at once, wakes its own unit alone, and a late row is no latest value', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1, unit('a', [BASE_MS]), unit('b', [BASE_MS])));
    const woken: string[] = [];
    store.onUnit('a', () => woken.push('a'));
    const stop = store.onUnit('b', () => woken.push('b'));
    store.message(update(2, unit('a', [BASE_MS - 5_000])));
    expect(latest(store, 'a')?.timeMs).toBe(BASE_MS);
    expect(store.tail('a', 'oee', 'oee_score').timesMs).toEqual([BASE_MS - 5_000, BASE_MS]);
    store.message(update(3, unit('a', [BASE_MS + 1_000])));
    expect(latest(store, 'a')?.timeMs).toBe(BASE_MS + 1_000);
    expect(woken).toEqual(['a', 'a']);
    stop();
    store.message(update(4, unit('b', [BASE_MS + 1_000])));
    expect(woken).toEqual(['a', 'a']);
  });

  test('what the snapshot holds already is not taken twice', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(7, unit('a', [BASE_MS])));
    store.message(update(7, unit('a', [BASE_MS])));
    expect(store.tail('a', 'oee', 'oee_score').timesMs).toEqual([BASE_MS]);
  });

  test('a snapshot replaces the units in it and leaves the others as they were last known', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(9, unit('a', [BASE_MS]), unit('b', [BASE_MS])));
    store.message(snapshot(2, unit('a', [BASE_MS - 10])));
    expect(latest(store, 'a')?.timeMs).toBe(BASE_MS - 10);
    expect(latest(store, 'b')?.timeMs).toBe(BASE_MS);
  });

  test('deleted rows take the latest value back to what is left', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1, unit('a', [BASE_MS - 20, BASE_MS - 10])));
    store.message(update(2, unit('a', [], { replaces: { fromMs: BASE_MS - 15, toMs: BASE_MS } })));
    expect(latest(store, 'a')?.timeMs).toBe(BASE_MS - 20);
    store.message(update(3, unit('a', [], { replaces: { fromMs: 0, toMs: BASE_MS } })));
    expect(latest(store, 'a')).toBeUndefined();
  });

  test('a bad sample is the latest value, as a bad one', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1, unit('a', [BASE_MS], { values: [null] })));
    expect(latest(store, 'a')).toEqual({ timeMs: BASE_MS, value: Number.NaN });
  });
});

describe('clock and status', () => {
  test('the plant’s clock goes on between heartbeats and follows them', async () => {
    const { store, time } = setUp();
    expect(store.plantNowMs()).toBe(0);
    store.message(welcomeMessage(BASE_MS));
    await time.pass(400);
    expect(store.plantNowMs()).toBe(BASE_MS + 400);
    store.message({ type: 'heartbeat', plantTimeMs: BASE_MS + 5_000 });
    expect(store.plantNowMs()).toBe(BASE_MS + 5_000);
    expect(store.status().heardAtMs).toBe(BASE_MS + 5_000);
  });

  test('the tick stands still between two seconds, and tells its listeners', async () => {
    const { store, time } = setUp();
    store.message(welcomeMessage(BASE_MS));
    let ticks = 0;
    store.onTick(() => {
      ticks += 1;
    });
    await time.pass(999);
    expect([store.tickMs(), ticks]).toEqual([BASE_MS, 0]);
    await time.pass(2_001);
    expect([store.tickMs(), ticks]).toEqual([BASE_MS + 3_000, 3]);
  });

  test('each welcome’s first snapshot counts as a connect, a changed subscription’s does not', () => {
    const { store } = setUp();
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1));
    store.message(snapshot(2));
    expect(store.status().connects).toBe(1);
    store.message(welcomeMessage(BASE_MS));
    expect(store.status().connects).toBe(1);
    store.message(snapshot(3));
    expect(store.status().connects).toBe(2);
  });

  test('touched stretches reach their listeners with unit and table', () => {
    const { store } = setUp();
    const touches: Touch[] = [];
    store.onTouch((touch) => touches.push(touch));
    store.message(welcomeMessage(BASE_MS));
    store.message(snapshot(1));
    store.message(update(2, { workUnitId: 'a', series: [], touched: [{ table: 'oee', fromMs: 1, toMs: 2 }] }));
    expect(touches).toEqual([{ workUnitId: 'a', table: 'oee', range: { fromMs: 1, toMs: 2 } }]);
    store.message({ type: 'revision', stretches: [{ workUnitId: 'b', table: 'metric', fromMs: 3, toMs: 4 }] });
    expect(touches.slice(1)).toEqual([{ workUnitId: 'b', table: 'metric', range: { fromMs: 3, toMs: 4 } }]);
  });

  test('problems are logged and counted; an empty catalogue is known to be empty', () => {
    const { store, log } = setUp();
    expect(store.catalogueKnown()).toBe(false);
    store.message({ type: 'catalogue', units: [] });
    expect(store.catalogueKnown()).toBe(true);
    store.problem('odd');
    expect([log, store.status().problems]).toEqual([['odd'], 1]);
  });
});
