import { expect, test } from 'vitest';
import { PreparationWatch } from '../../../../src/main/plant/preparation-watch';
import type { Preparing } from '../../../../src/shared/protocol';
import { FakeTimers } from './fake-timers';

const HALF: Preparing = { table: 'metric', resolution: '1min', preparedFromMs: 0, preparedToMs: 50, targetToMs: 100 };

function startWatch(isTold: () => boolean) {
  const timers = new FakeTimers();
  const seen: number[] = [];
  let now: readonly Preparing[] = [];
  let reads = 0;
  const read = async () => {
    reads += 1;
    return now;
  };
  const watch = new PreparationWatch({ read, isTold, timers, onTrouble: () => {} });
  watch.onChange((preparing) => seen.push(preparing.length));
  return {
    ...{ watch, timers, seen, reads: () => reads },
    make: (preparing: readonly Preparing[]) => {
      now = preparing;
    },
  };
}

test('what is being made is asked for every two seconds, else every ten', async () => {
  const { watch, timers, make, reads } = startWatch(() => false);
  await watch.start();
  await timers.pass(20_000);
  expect(reads()).toBe(3);
  make([HALF]);
  await timers.pass(16_000);
  expect(reads()).toBe(7);
  watch.close();
});

test('while somebody else reads it, what he tells is taken over, and the plant is asked once a minute', async () => {
  const { watch, timers, make, reads, seen } = startWatch(() => true);
  await watch.start();
  make([HALF]);
  watch.adopt([HALF]);
  watch.adopt([{ ...HALF }]);
  expect([seen, watch.preparing()]).toEqual([[1], [HALF]]);
  await timers.pass(59_000);
  expect(reads()).toBe(1);
  await timers.pass(2_000);
  expect([reads(), seen]).toEqual([2, [1]]);
  watch.close();
});
