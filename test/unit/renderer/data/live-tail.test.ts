import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveTail, TAIL_MAX_SAMPLES, TAIL_SPAN_MS } from '../../../../src/renderer/data/live-tail';

test('whatever order batches come in, the tail holds every sample of its span in order of time', () => {
  const batch = fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer()), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(batch), (batches) => {
      const tail = new LiveTail();
      for (const samples of batches)
        tail.add(
          samples.map(([timeMs]) => timeMs),
          samples.map(([, value]) => value),
          50,
        );
      const { timesMs, values } = tail.columns();
      expect(timesMs).toEqual([...timesMs].sort((a, b) => a - b));
      const asPairs = (times: readonly number[], of: readonly number[]) => times.map((t, i) => `${t}=${of[i]}`).sort();
      const all = batches.flat();
      expect(asPairs(timesMs, values)).toEqual(
        asPairs(
          all.map(([t]) => t),
          all.map(([, v]) => v),
        ),
      );
    }),
  );
});

test('what is older than the span goes, and what is handed out is never changed', () => {
  const tail = new LiveTail();
  expect(tail.firstMs()).toBeUndefined();
  tail.add([0, 1_000], [1, null], 1_000);
  expect(tail.firstMs()).toBe(0);
  const before = tail.columns();
  expect(tail.columns()).toBe(before);
  expect(before).toEqual({ timesMs: [0, 1_000], values: [1, Number.NaN] });
  tail.add([TAIL_SPAN_MS + 500], [3], TAIL_SPAN_MS + 500);
  expect(before.timesMs).toEqual([0, 1_000]);
  expect(tail.columns().timesMs).toEqual([1_000, TAIL_SPAN_MS + 500]);
  expect(tail.firstMs()).toBe(1_000);
  tail.add([], [], 10 * TAIL_SPAN_MS);
  expect(tail.columns().timesMs).toEqual([]);
  expect(tail.dropped).toBe(0);
});

test('a tail that is too full drops the oldest and counts them', () => {
  const tail = new LiveTail();
  const timesMs = Array.from({ length: TAIL_MAX_SAMPLES + 5 }, (_, at) => at);
  tail.add(timesMs, timesMs, TAIL_MAX_SAMPLES);
  expect(tail.columns().timesMs).toHaveLength(TAIL_MAX_SAMPLES);
  expect(tail.columns().timesMs[0]).toBe(5);
  expect(tail.dropped).toBe(5);
});

test('a changed stretch is taken out, its end not included', () => {
  const tail = new LiveTail();
  tail.add([1, 2, 2, 3, 4], [1, 2, 2, 3, 4], 4);
  tail.remove({ fromMs: 2, toMs: 4 });
  expect(tail.columns()).toEqual({ timesMs: [1, 4], values: [1, 4] });
  expect(tail.last()).toEqual({ timeMs: 4, value: 4 });
});
