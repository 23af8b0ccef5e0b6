import { expect, test } from 'vitest';
import { PeriodicTask } from '../../../../src/main/plant/periodic-task';
import { FakeTimers, settled } from './fake-timers';

function setUp() {
  const timers = new FakeTimers();
  const runs: { finish: (delayMs: number) => void; fail: () => void; signal: AbortSignal }[] = [];
  const failures: Error[] = [];
  const task = new PeriodicTask({
    run: (signal) =>
      new Promise((resolve, reject) => runs.push({ finish: resolve, fail: () => reject(new Error('no')), signal })),
    timers,
    retryMs: 500,
    onFailure: (error) => failures.push(error),
  });
  return { timers, runs, failures, task };
}

test('repeats after the wait that each run asks for, and after a failure sooner', async () => {
  const { timers, runs, failures, task } = setUp();
  void task.trigger();
  runs[0]?.finish(10_000);
  await timers.pass(9_999);
  expect(runs).toHaveLength(1);
  await timers.pass(1);
  expect(runs).toHaveLength(2);
  runs[1]?.fail();
  await timers.pass(500);
  expect([runs.length, failures.length]).toEqual([3, 1]);
});

test('a failure that goes on is told once, and again after a run that went well', async () => {
  const { timers, runs, failures, task } = setUp();
  void task.trigger();
  for (let run = 0; run < 5; run += 1) {
    runs.at(-1)?.fail();
    await timers.pass(500);
  }
  expect([runs.length, failures.length]).toEqual([6, 1]);
  runs.at(-1)?.finish(500);
  await timers.pass(500);
  runs.at(-1)?.fail();
  await settled();
  expect(failures).toHaveLength(2);
});

test('never runs twice at a time: asked during a run by many, it runs once more after it', async () => {
  const { timers, runs, task } = setUp();
  void task.trigger();
  const asked = [task.trigger(), task.trigger()];
  expect(runs).toHaveLength(1);
  runs[0]?.finish(1_000);
  await settled();
  expect(runs).toHaveLength(2);
  runs[1]?.finish(1_000);
  await Promise.all(asked);
  expect([runs.length, timers.pendingCount]).toEqual([2, 1]);
});

test('closed, the run in progress is aborted, its failure is no news, and nothing follows', async () => {
  const { timers, runs, failures, task } = setUp();
  void task.trigger();
  task.close();
  expect(runs[0]?.signal.aborted).toBe(true);
  runs[0]?.fail();
  await timers.pass(60_000);
  await task.trigger();
  expect([runs.length, failures.length, timers.pendingCount]).toEqual([1, 0, 0]);
});
