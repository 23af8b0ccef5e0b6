import { expect, test } from 'vitest';
import { BEAT_MS, Beat, onBeat } from '../../../../src/renderer/data/beat';
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

test('a subscription is told with the beat, and after its end never, not even of what came before it', async () => {
  const { time, beat } = setUp();
  const topics = new Topics();
  let told = 0;
  const listener = () => {
    told += 1;
  };
  const subscribe = (each: () => void) => topics.on('unit a', each);
  const leave = [onBeat(beat, subscribe, listener), onBeat(beat, subscribe, listener)];
  topics.tell('unit a');
  topics.tell('unit a');
  expect(told).toBe(0);
  await time.pass(BEAT_MS);
  expect(told).toBe(2);
  topics.tell('unit a');
  leave[0]?.();
  await time.pass(BEAT_MS);
  expect(told).toBe(3);
  leave[1]?.();
  topics.tell('unit a');
  await time.pass(BEAT_MS);
  expect(told).toBe(3);
});
