import { expect, test } from 'vitest';
import { BEAT_MS, Beat, onSteadyBeat, STEADY_MS } from '../../../../src/renderer/data/beat';
import { Topics } from '../../../../src/renderer/data/topics';
import { ManualTime } from '../manual-time';

function setUp() {
  const time = new ManualTime();
  const beat = new Beat({ nowMs: () => time.nowMs, after: time.after });
  return { time, beat };
}

test('what asks within one beat is called back together, once each and in the next turn', async () => {
  const { time, beat } = setUp();
  const called: string[] = [];
  const [value, clock] = [() => called.push('value'), () => called.push('clock')];
  beat.soon(value);
  beat.soon(clock);
  beat.soon(value);
  expect(called).toEqual([]);
  await time.pass(0);
  expect(called).toEqual(['value', 'clock']);
});

test('what is asked for in a beat waits for the next one', async () => {
  const { time, beat } = setUp();
  let calls = 0;
  const again = () => {
    calls += 1;
    beat.soon(again);
  };
  beat.soon(again);
  await time.pass(10 * BEAT_MS);
  // Three at once after the rest, and then one a beat.
  expect(calls).toBe(13);
});

test.each([10, 20, 33, 49])('values that come every %i ms are drawn twenty times a second', async (everyMs) => {
  const { time, beat } = setUp();
  let beats = 0;
  const draw = () => {
    beats += 1;
  };
  for (; time.nowMs < 10_000; await time.pass(everyMs)) beat.soon(draw);
  expect(beats).toBeGreaterThanOrEqual(10_000 / BEAT_MS);
  expect(beats).toBeLessThanOrEqual(10_000 / BEAT_MS + 3);
});

test('after a rest nothing waits, and no value waits longer than a beat', async () => {
  const { time, beat } = setUp();
  const drawnMs: number[] = [];
  const draw = () => drawnMs.push(time.nowMs);
  await time.pass(5_000);
  for (let values = 0; values < 4; values++) {
    beat.soon(draw);
    await time.pass(10);
  }
  await time.pass(BEAT_MS);
  expect(drawnMs).toEqual([5_000, 5_010, 5_020, 5_000 + BEAT_MS]);
});

test('what runs on and on is called back four times a second, all of it together', async () => {
  const { time, beat } = setUp();
  await time.pass(70);
  const calledMs: number[] = [];
  const runOn = () => {
    calledMs.push(time.nowMs);
    beat.steady(runOn);
  };
  const alsoMs: number[] = [];
  const also = () => {
    alsoMs.push(time.nowMs);
    beat.steady(also);
  };
  beat.steady(runOn);
  await time.pass(100);
  beat.steady(also);
  await time.pass(900);
  expect(calledMs).toEqual([1, 2, 3, 4].map((beats) => beats * STEADY_MS));
  expect(alsoMs).toEqual(calledMs);
});

test('a timer that comes a moment early makes no second steady beat', async () => {
  const time = new ManualTime();
  const beat = new Beat({ nowMs: () => time.nowMs, after: (delayMs, callback) => time.after(delayMs - 0.4, callback) });
  const calledMs: number[] = [];
  const runOn = () => {
    calledMs.push(time.nowMs);
    beat.steady(runOn);
  };
  beat.steady(runOn);
  await time.pass(4 * STEADY_MS);
  expect(calledMs.map((ms) => Math.round(ms / STEADY_MS))).toEqual([1, 2, 3, 4]);
});

test('what is to be seen soon goes along with a steady beat that comes first, and is not called again after it', async () => {
  const { time, beat } = setUp();
  const called: string[] = [];
  await time.pass(STEADY_MS - 20);
  beat.steady(() => called.push('steady'));
  // A burst uses up what may come at once.
  for (let values = 0; values < 3; values++) {
    beat.soon(() => called.push('burst'));
    await time.pass(1);
  }
  beat.soon(() => called.push('soon'));
  await time.pass(20);
  expect(called).toEqual(['burst', 'burst', 'burst', 'steady', 'soon']);
  await time.pass(2 * STEADY_MS);
  expect(called).toHaveLength(5);
});

test('a subscription is told with the steady beat, and after its end never, not even of what came before it', async () => {
  const { time, beat } = setUp();
  const topics = new Topics();
  let told = 0;
  const listener = () => {
    told += 1;
  };
  const subscribe = (each: () => void) => topics.on('tick', each);
  const leave = [onSteadyBeat(beat, subscribe, listener), onSteadyBeat(beat, subscribe, listener)];
  topics.tell('tick');
  topics.tell('tick');
  expect(told).toBe(0);
  await time.pass(STEADY_MS);
  expect(told).toBe(2);
  topics.tell('tick');
  leave[0]?.();
  await time.pass(STEADY_MS);
  expect(told).toBe(3);
  leave[1]?.();
  topics.tell('tick');
  await time.pass(STEADY_MS);
  expect(told).toBe(3);
});
