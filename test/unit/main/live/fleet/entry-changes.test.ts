import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BatchBuilder, type ChangeBatch } from '../../../../../src/main/live/change-batch';
import { applyUnits, unitEntries } from '../../../../../src/main/live/fleet/entry-changes';
import { entryOf, entryText, type FleetEntry } from '../../../../../src/main/live/fleet/fleet-entry';
import { RecentSamples } from '../../../../../src/main/live/recent-samples';

const START_MS = 1_700_000_000_000;
const RING = START_MS - 600_000;

const samples = fc.array(
  fc.record({ at: fc.integer({ min: 0, max: 20 }), value: fc.constantFrom(1, 2, 3, Number.NaN) }),
  { maxLength: 8 },
);

/** A read of the whole stretch by the leader, as a batch of what it changed. */
function read(recent: RecentSamples, rows: readonly { at: number; value: number }[]): ChangeBatch | undefined {
  const sorted = rows.toSorted((a, b) => a.at - b.at);
  const series = {
    table: 'metric',
    name: 'x',
    timesMs: sorted.map(({ at }) => START_MS + at),
    values: sorted.map(({ value }) => value),
  } as const;
  const window = { workUnitId: 'u', table: 'metric', fromMs: START_MS, toMs: START_MS + 100 } as const;
  const batch = new BatchBuilder();
  batch.series('u', recent.replaceWindow(window, [series], RING));
  return batch.build();
}

const all = (recent: RecentSamples) => recent.range('u', 'metric', 'x', 0, Number.POSITIVE_INFINITY);

test('whoever applies the entries in their order, some of them twice, holds what the leader holds', () => {
  fc.assert(
    fc.property(fc.array(samples, { minLength: 1, maxLength: 6 }), fc.array(fc.boolean()), (reads, twice) => {
      const [leader, follower] = [new RecentSamples(), new RecentSamples()];
      const options = { follows: () => true, ringStartMs: RING };
      for (const [at, rows] of reads.entries()) {
        const batch = read(leader, rows);
        if (batch === undefined) continue;
        const units = unitEntries(batch, leader);
        applyUnits(units, follower, options);
        if (twice[at] === true) expect(applyUnits(units, follower, options)).toBeUndefined();
      }
      expect(all(follower)).toEqual(all(leader));
    }),
  );
});

test('an entry comes back from its text as it was; what is none is not taken for one', () => {
  const entry: FleetEntry = {
    ...{ fence: 7, number: 3, sentMs: START_MS },
    content: {
      kind: 'changes',
      units: [
        {
          ...{ workUnitId: 'u', touched: [] },
          series: [{ table: 'oee', name: 'quality', fromMs: 1, toMs: 2, timesMs: [1], values: [null] }],
        },
      ],
    },
  };
  expect(entryOf(entryText(entry))).toEqual(entry);
  expect([entryOf('{"fence":1}'), entryOf('no JSON')]).toEqual([undefined, undefined]);
});
