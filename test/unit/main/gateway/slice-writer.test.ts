import { expect, test } from 'vitest';
import { SliceWriter } from '../../../../src/main/gateway/slice-writer';

function setUp() {
  const waiting: (() => void)[] = [];
  const rests: { readonly waitMs: number; readonly run: () => void }[] = [];
  const written: string[] = [];
  let nowMs = 0;
  const writer = new SliceWriter({
    sliceMs: 4,
    nowMs: () => nowMs,
    yieldThen: (run) => waiting.push(run),
    after: (waitMs, run) => {
      const rest = { waitMs, run };
      rests.push(rest);
      return () => rests.splice(rests.indexOf(rest), 1);
    },
  });
  const job = (name: string, count: number) => {
    let left = count;
    return {
      step: () => {
        if (left === 0) return false;
        left -= 1;
        nowMs += 0.1;
        written.push(name);
        return true;
      },
    };
  };
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { writer, waiting, rests, written, job, pass };
}

test('others get their turn every few milliseconds, and everything is written once, in order', () => {
  const { writer, waiting, written, job } = setUp();
  writer.add(job('a', 100));
  writer.add(job('b', 10));
  writer.start();
  const slices = [written.length];
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
    const before = written.length;
    run();
    slices.push(written.length - before);
  }
  expect(written).toEqual([...Array(100).fill('a'), ...Array(10).fill('b')]);
  for (const slice of slices) expect(slice).toBeLessThanOrEqual(56);
  expect(slices.length).toBeGreaterThan(1);
});

test('what comes while it waits for its turn goes behind; starting twice is starting once', () => {
  const { writer, waiting, written, job } = setUp();
  writer.add(job('a', 60));
  writer.start();
  writer.add(job('b', 1));
  writer.start();
  expect(waiting).toHaveLength(1);
  waiting.shift()?.();
  expect(written.slice(-2)).toEqual(['a', 'b']);
  writer.add(job('c', 1));
  writer.start();
  expect(written.at(-1)).toBe('c');
});

test('it writes 100 ms ahead and then half of the time at most, resting a quarter of a second at most', () => {
  const { writer, waiting, rests, written, job, pass } = setUp();
  const write = (name: string, count: number) => {
    writer.add(job(name, count));
    writer.start();
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) run();
  };
  const rest = () => {
    const { waitMs, run } = rests.shift() ?? { waitMs: 0, run: () => {} };
    pass(waitMs);
    run();
    return waitMs;
  };
  write('60 ms', 600);
  expect(rests).toEqual([]);
  write('60 ms', 600);
  write('meanwhile', 1);
  expect(written.at(-1)).toBe('60 ms');
  expect(rest()).toBeCloseTo(20);
  expect(written.at(-1)).toBe('meanwhile');
  rest();
  for (let round = 0; round < 10; round += 1) {
    write('60 ms', 600);
    expect(rest()).toBeCloseTo(60);
  }
  pass(100);
  write('60 ms', 600);
  expect(rests).toEqual([]);
  write('a second', 10_000);
  expect(rest()).toBe(250);
});

test('what nobody waits for is written little by little, in order, and everything else goes before it', () => {
  const { writer, waiting, rests, written, job, pass } = setUp();
  const timer = () => {
    const { waitMs, run } = rests.shift() ?? { waitMs: 0, run: () => {} };
    pass(waitMs);
    run();
    return waitMs;
  };
  writer.addPatient(job('large', 30));
  writer.addPatient(job('next', 3));
  expect(written).toEqual([]);
  expect(timer()).toBe(10);
  expect(written.length).toBeLessThanOrEqual(21);
  const before = written.length;
  writer.add(job('now', 60));
  writer.start();
  expect(written.at(-1)).toBe('now');
  timer();
  expect(written.slice(before)).toEqual(Array(written.length - before).fill('now'));
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) run();
  while (rests.length > 0) timer();
  expect(written.filter((name) => name !== 'now')).toEqual([...Array(30).fill('large'), ...Array(3).fill('next')]);
  expect(written.filter((name) => name === 'now')).toHaveLength(60);
});

test('what is cleared is not written, patient or not', () => {
  const { writer, rests, written, job } = setUp();
  writer.addPatient(job('large', 30));
  writer.clear();
  expect(rests).toEqual([]);
  writer.addPatient(job('later', 1));
  rests.shift()?.run();
  expect(written).toEqual(['later']);
});

test('what is cleared while it rests is not written, and what comes then goes at once', () => {
  const { writer, waiting, rests, written, job } = setUp();
  writer.add(job('a', 1_200));
  writer.start();
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) run();
  expect(rests).toHaveLength(1);
  writer.add(job('dropped', 1));
  writer.clear();
  expect(rests).toEqual([]);
  writer.add(job('b', 1));
  writer.start();
  expect(written.slice(-2)).toEqual(['a', 'b']);
});
