import { expect, test } from 'vitest';
import { StoreWatch } from '../../../../src/main/engine/store-watch';
import type { StoreStatus } from '../../../../src/main/store/store-status';
import { FakeTimers, settled } from '../plant/fake-timers';

const file = { state: 'ready', trouble: undefined, setAside: 0, begunAnew: false } as const;
const counters = { hits: 0, misses: 0, damaged: 0, written: 0, stale: 0, refused: 0, evicted: 0 };

function statusSaying(sentence: string | undefined): StoreStatus {
  return {
    worker: 'running',
    cache: { ...file, ...counters, sentence, usedBytes: 0, budgetBytes: 1 },
    entered: { ...file, sentence: undefined },
    givenUp: 0,
  };
}

test('what is the matter with a file is said once for each change, and when it is well again', async () => {
  const timers = new FakeTimers();
  const said: string[] = [];
  let sentence: string | undefined;
  const watch = new StoreWatch({
    status: () => Promise.resolve(statusSaying(sentence)),
    setTimer: (callback, delayMs) => timers.setTimer(callback, delayMs),
    say: (what, text) => said.push(`${what}: ${text}`),
  });
  await timers.pass(30_000);
  expect(said).toEqual([]);
  for (const next of ['locked', 'locked', 'full', undefined]) {
    sentence = next;
    await timers.pass(10_000);
  }
  expect(said).toEqual(['cache: locked', 'cache: full', 'cache: all is well again']);
  watch.close();
  sentence = 'locked';
  await timers.pass(30_000);
  await settled();
  expect(said).toHaveLength(3);
});
