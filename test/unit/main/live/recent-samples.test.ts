import { expect, test } from 'vitest';
import { RecentSamples } from '../../../../src/main/live/recent-samples';

const POLICY = { ringMs: 1_000, maxSamplesPerSeries: 5, maxSeriesPerUnit: 2, maxSamples: 1_000 };
const window = { workUnitId: 'u', table: 'metric', fromMs: 0, toMs: 10_000 } as const;
const series = (name: string, timesMs: readonly number[]) => ({
  table: 'metric' as const,
  name,
  timesMs,
  values: timesMs,
});

test('a series keeps so many rows, drops the oldest, counts them, and never takes them for new again', () => {
  const recent = new RecentSamples(POLICY);
  const rows = series('a', [1, 2, 3, 4, 5, 6, 7, 8]);
  recent.replaceWindow(window, [rows], 0);
  expect(recent.unit('u', 0)[0]?.timesMs).toEqual([4, 5, 6, 7, 8]);
  expect(recent.counters.droppedSamples).toBe(3);
  expect(recent.replaceWindow(window, [rows], 0)).toEqual([]);
  const [change] = recent.replaceWindow(window, [series('a', [1, 2, 3, 4, 5, 6, 7, 8, 9])], 0);
  expect(change).toMatchObject({ added: { timesMs: [9] }, removed: { timesMs: [] } });
});

test('rows of one time are dropped together', () => {
  const recent = new RecentSamples(POLICY);
  recent.replaceWindow(window, [series('a', [1, 1, 1, 2, 3, 4, 5])], 0);
  expect(recent.unit('u', 0)[0]?.timesMs).toEqual([2, 3, 4, 5]);
});

test('with too many rows in all the longest series are cut, counted, and left as long as they like once there is room', () => {
  const recent = new RecentSamples({ ringMs: 1e9, maxSamplesPerSeries: 400, maxSeriesPerUnit: 9, maxSamples: 1_000 });
  const rows = (count: number) =>
    series(
      'a',
      Array.from({ length: count }, (_, at) => at),
    );
  const units = ['u1', 'u2', 'u3', 'u4'];
  for (const workUnitId of units) recent.replaceWindow({ ...window, workUnitId }, [rows(300)], 0);
  expect(units.map((unit) => recent.unit(unit, 0)[0]?.timesMs.length)).toEqual([200, 200, 200, 200]);
  expect(recent.counters).toEqual({ samples: 800, droppedSamples: 400, ignoredSeries: 0 });
  expect(recent.unit('u1', 0)[0]).toMatchObject({ knownFromMs: expect.closeTo(99, 1) });
  expect(recent.replaceWindow({ ...window, workUnitId: 'u1' }, [rows(300)], 0)).toEqual([]);
  for (const workUnitId of units.slice(1)) recent.forget(workUnitId);
  recent.replaceWindow({ ...window, workUnitId: 'u5' }, [rows(10)], 0);
  recent.replaceWindow({ ...window, workUnitId: 'u5' }, [rows(390)], 0);
  expect(recent.counters).toEqual({ samples: 590, droppedSamples: 400, ignoredSeries: 0 });
});

test('names beyond the bound are ignored and counted', () => {
  const recent = new RecentSamples(POLICY);
  recent.replaceWindow(
    window,
    ['a', 'b', 'c', 'd'].map((name) => series(name, [1])),
    0,
  );
  expect(recent.unit('u', 0).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(recent.counters.ignoredSeries).toBe(2);
});

test('rows that have left the ring go, but for the latest value', () => {
  const recent = new RecentSamples(POLICY);
  recent.replaceWindow(window, [series('a', [1, 2, 3])], 0);
  recent.replaceWindow({ ...window, fromMs: 5_000 }, [], 5_000);
  expect(recent.unit('u', 0)[0]?.timesMs).toEqual([3]);
});

test('what is beside the window, or has no time, is left aside', () => {
  const recent = new RecentSamples(POLICY);
  const rows = series('a', [-1, 0, 9_999, 10_000, Number.NaN, Number.POSITIVE_INFINITY]);
  recent.replaceWindow(window, [rows, { ...rows, table: 'oee' as const }], 0);
  expect(recent.unit('u', 0)).toMatchObject([{ table: 'metric', timesMs: [0, 9_999] }]);
});
