import { expect, test } from 'vitest';
import { PauseGate } from '../../../../src/main/setup/pause-gate';

/** Whether a promise has been fulfilled by the time every other one that is ready has run. */
async function isFulfilled(promise: Promise<unknown>): Promise<boolean> {
  let fulfilled = false;
  void promise.then(() => {
    fulfilled = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return fulfilled;
}

test('an open gate holds nobody', async () => {
  expect(await isFulfilled(new PauseGate(() => {}).pass())).toBe(true);
});

test('a closed gate holds the work, says so, and lets it on when it is opened', async () => {
  let held = 0;
  const gate = new PauseGate(() => {
    held += 1;
  });
  gate.close();
  gate.close();
  const passing = gate.pass();
  expect(await isFulfilled(passing)).toBe(false);
  expect(held).toBe(1);
  gate.open();
  expect(await isFulfilled(passing)).toBe(true);
  expect(await isFulfilled(gate.pass())).toBe(true);
});

test('ending the work opens the gate, so that it comes to its end, and it closes no more', async () => {
  const gate = new PauseGate(() => {});
  const reason = new Error('stopped');
  gate.close();
  const passing = gate.pass();
  gate.cancel(reason);
  expect(await isFulfilled(passing)).toBe(true);
  expect(gate.signal.reason).toBe(reason);
  gate.close();
  expect(await isFulfilled(gate.pass())).toBe(true);
});
