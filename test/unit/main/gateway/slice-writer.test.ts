import { expect, test } from 'vitest';
import { SliceWriter } from '../../../../src/main/gateway/slice-writer';

function setUp() {
  const waiting: (() => void)[] = [];
  const written: string[] = [];
  let nowMs = 0;
  const writer = new SliceWriter({ sliceMs: 4, nowMs: () => nowMs, yieldThen: (run) => waiting.push(run) });
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
  return { writer, waiting, written, job };
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
