import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LiveUpdate, UpdateMemory } from '../../../../src/main/live/update-memory';

function update(sequence: number, samples: number): LiveUpdate {
  const timesMs = Array.from({ length: samples }, (_, at) => at);
  const series = [{ table: 'metric' as const, name: 'm', timesMs, values: timesMs }];
  return { sequence, units: [{ workUnitId: 'u', series, touched: [] }] };
}

test('it answers with every update after a sequence or with none, never with a part, and stays within its bounds', () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
  fc.assert(
    fc.property(sizes, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 }), (samples, updates, most) => {
      const memory = new UpdateMemory({ maxUpdates: updates, maxSamples: most });
      const all = samples.map((count, at) => update(at + 1, count));
      for (const each of all) memory.add(each);
      const last = all.length;
      expect(memory.size).toBeLessThanOrEqual(updates);
      for (let from = 0; from <= last + 2; from += 1) {
        const missed = memory.since(from, last);
        if (missed === undefined) expect(from > last || last - from > memory.size).toBe(true);
        else expect(missed).toEqual(all.slice(from));
      }
      const kept = memory.since(last - memory.size, last) ?? [];
      const keptSamples = kept.reduce((sum, { sequence }) => sum + (samples[sequence - 1] ?? 0), 0);
      expect(keptSamples).toBeLessThanOrEqual(most);
    }),
  );
});

test('the newest updates are kept for as long as the bounds allow', () => {
  const memory = new UpdateMemory({ maxUpdates: 3, maxSamples: 1_000 });
  for (let sequence = 1; sequence <= 10; sequence += 1) memory.add(update(sequence, 1));
  expect(memory.since(7, 10)?.map(({ sequence }) => sequence)).toEqual([8, 9, 10]);
  expect(memory.since(6, 10)).toBeUndefined();
  memory.clear();
  expect(memory.since(10, 10)).toEqual([]);
  expect(memory.since(9, 10)).toBeUndefined();
});
