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
  return { writer, waiting, rests, written, job };
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
  const { writer, waiting, rests, written, job } = setUp();
  writer.add(job('a', 60));
  writer.start();
  writer.add(job('b', 1));
  writer.start();
  expect(waiting).toHaveLength(1);
  waiting.shift()?.();
  expect(written.slice(-2)).toEqual(['a', 'b']);
  rests.shift()?.run();
  writer.add(job('c', 1));
  writer.start();
  expect(written.at(-1)).toBe('c');
});

test('after more than one slice it rests as long as it wrote, a quarter of a second at most, and what came then goes out', () => {
  const { writer, waiting, rests, written, job } = setUp();
  const writeAll = () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) run();
  };
  for (const [count, restMs] of [
    [100, 10],
    [10_000, 250],
  ] as const) {
    writer.add(job('long', count));
    writer.start();
    writeAll();
    expect(rests[0]?.waitMs).toBeCloseTo(restMs);
    writer.add(job('meanwhile', 1));
    writer.start();
    expect(written.at(-1)).toBe('long');
    rests.shift()?.run();
    expect(written.at(-1)).toBe('meanwhile');
  }
  writer.add(job('short', 30));
  writer.start();
  expect(rests).toEqual([]);
});

test('what is cleared while it rests is not written, and what comes then goes at once', () => {
  const { writer, waiting, rests, written, job } = setUp();
  writer.add(job('a', 60));
  writer.start();
  waiting.shift()?.();
  writer.add(job('dropped', 1));
  writer.clear();
  expect(rests).toEqual([]);
  writer.add(job('b', 1));
  writer.start();
  expect(written.slice(-2)).toEqual(['a', 'b']);
});
