import { expect, test } from 'vitest';
import { BatchWindow } from '../../../../src/main/history/batch-window';
import { abortedByAll, SharedFlight } from '../../../../src/main/history/shared-flight';
import { FakeClock } from './fake-clock';

test('the first goes at once; what comes meanwhile goes together when the window closes', async () => {
  const clock = new FakeClock(0);
  const batches: (readonly number[])[] = [];
  const landings: (() => void)[] = [];
  const window = new BatchWindow<number>({
    setTimer: clock.setTimer,
    windowMs: 10,
    dispatch: (items) => {
      batches.push(items);
      return new Promise((resolve) => landings.push(resolve));
    },
  });
  window.add([]);
  expect(batches).toEqual([]);
  window.add([1, 2]);
  window.add([3]);
  window.add([4, 5]);
  expect(batches).toEqual([[1, 2]]);
  clock.runTimers();
  expect(batches).toEqual([
    [1, 2],
    [3, 4, 5],
  ]);
  for (const land of landings.splice(0)) land();
  await Promise.resolve();
  await Promise.resolve();
  window.add([6]);
  expect(batches).toEqual([[1, 2], [3, 4, 5], [6]]);
});

test('a shared flight answers all who wait, and is abandoned when the last has gone', async () => {
  const flight = new SharedFlight<number>();
  const [first, second] = [new AbortController(), new AbortController()];
  const waits = [flight.join(first.signal), flight.join(second.signal)];
  first.abort(new Error('first has gone'));
  await expect(waits[0]).rejects.toThrow('first has gone');
  expect(flight.abandoned.aborted).toBe(false);
  second.abort(new Error('second has gone'));
  await expect(waits[1]).rejects.toThrow('second has gone');
  expect(flight.abandoned.aborted).toBe(true);
});

test('a flight that has landed is not abandoned, and who comes late still gets its outcome', async () => {
  const flight = new SharedFlight<number>();
  const { signal } = new AbortController();
  const wait = flight.join(signal);
  flight.resolve(7);
  expect(await wait).toBe(7);
  expect(await flight.join(signal)).toBe(7);
  expect(flight.abandoned.aborted).toBe(false);
});

test('a read for several is stopped only when all of them have gone', () => {
  const controllers = [new AbortController(), new AbortController()];
  const all = abortedByAll(controllers.map(({ signal }) => signal));
  controllers[0]?.abort();
  expect(all.aborted).toBe(false);
  controllers[1]?.abort();
  expect(all.aborted).toBe(true);
  expect(abortedByAll(controllers.map(({ signal }) => signal)).aborted).toBe(true);
});
