import { expect, test } from 'vitest';
import { Heartbeats } from '../../../../src/main/gateway/heartbeats';

function setUp() {
  let nowMs = 5_000;
  const heartbeats = new Heartbeats({
    intervalMs: 1_000,
    nowMs: () => nowMs,
    encode: () => ({ bytes: Buffer.from(String(nowMs)) }),
  });
  const at = (timeMs: number) => {
    nowMs = timeMs;
    return heartbeats;
  };
  return { at };
}

test('a heartbeat may go along shortly before it is due, and tells the time of that moment', () => {
  const { at } = setUp();
  expect(at(5_849).early()).toBeUndefined();
  expect(at(5_850).early()).toEqual({ number: 1, frame: { bytes: Buffer.from('5850') } });
  expect(at(5_990).early()).toEqual({ number: 1, frame: { bytes: Buffer.from('5990') } });
});

test('the one that is due is the one that went along before; the next has its own time', () => {
  const { at } = setUp();
  expect(at(6_003).take()).toEqual({ number: 1, frame: { bytes: Buffer.from('6003') } });
  expect(at(6_852).early()).toBeUndefined();
  expect(at(6_853).early()?.number).toBe(2);
  expect(at(7_003).take().number).toBe(2);
});
