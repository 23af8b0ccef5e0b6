import { expect, test } from 'vitest';
import type { ChangeBatch } from '../../../../src/main/live/change-batch';
import { LiveMirror } from '../../../../src/main/live/live-mirror';
import { RecentSamples } from '../../../../src/main/live/recent-samples';
import type { LiveSeries, LiveUnit } from '../../../../src/shared/protocol';

const START_MS = 1_700_000_000_000;
const TAIL_MS = 600_000;

function mirrorAt() {
  const clock = { nowMs: START_MS };
  const recent = new RecentSamples();
  const batches: ChangeBatch[] = [];
  const mirror = new LiveMirror({
    recent,
    clock: { plantNowMs: () => clock.nowMs, monotonicMs: () => clock.nowMs, after: () => () => {} },
    onBatch: (batch) => batches.push(batch),
  });
  const added = () =>
    batches
      .splice(0)
      .flatMap(({ units }) => units.flatMap(({ series }) => series.flatMap((each) => each.added.values)));
  const known = () => recent.range('u', 'metric', 'x', Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY).values;
  return { clock, recent, batches, mirror, added, known };
}

function unit(samples: readonly (readonly [number, number | null])[], more: Partial<LiveSeries> = {}): LiveUnit {
  const timesMs = samples.map(([offsetMs]) => START_MS + offsetMs);
  const values = samples.map(([, value]) => value);
  return { workUnitId: 'u', series: [{ table: 'metric', name: 'x', timesMs, values, ...more }], touched: [] };
}

test('updates come on top of the snapshot; two equal samples are two, and an older sequence is passed over', () => {
  const { mirror, added, known } = mirrorAt();
  mirror.takeSnapshot(5, [unit([[-2_000, 1]])], TAIL_MS);
  expect(added()).toEqual([1]);
  mirror.takeUpdate(5, [unit([[-1_000, 9]])]);
  mirror.takeUpdate(6, [unit([[0, 2]])]);
  mirror.takeUpdate(7, [unit([[0, 2]])]);
  expect([added(), known()]).toEqual([
    [2, 2],
    [1, 2, 2],
  ]);
});

test('a snapshot after an absence passes on what was missed alone, and takes out what is gone', () => {
  const { mirror, added, known, batches } = mirrorAt();
  mirror.takeSnapshot(
    1,
    [
      unit([
        [-2_000, 1],
        [-1_000, 2],
      ]),
    ],
    TAIL_MS,
  );
  added();
  mirror.lost();
  mirror.takeUpdate(2, [unit([[0, 3]])]);
  expect(known()).toEqual([1, 2]);
  mirror.takeSnapshot(
    9,
    [
      unit([
        [-2_000, 1],
        [0, 3],
        [500, 4],
      ]),
    ],
    TAIL_MS,
  );
  const removed = batches.flatMap(({ units }) =>
    units.flatMap(({ series }) => series.flatMap((each) => each.removed.values)),
  );
  expect([added(), removed, known()]).toEqual([[3, 4], [2], [1, 3, 4]]);
});

test('a replaced stretch holds what the update says alone; a bad sample stays one', () => {
  const { mirror, known } = mirrorAt();
  mirror.takeSnapshot(
    1,
    [
      unit([
        [-3_000, 1],
        [-2_000, 2],
        [-1_000, 3],
      ]),
    ],
    TAIL_MS,
  );
  const replaces = { fromMs: START_MS - 2_000, toMs: START_MS - 1_000 };
  mirror.takeUpdate(2, [unit([[-1_500, null]], { replaces })]);
  expect(known()).toEqual([1, Number.NaN, 3]);
});

test('an absence longer than the snapshot reaches back is told as touched, and averages wait until the ring is whole', () => {
  const { mirror, clock, batches } = mirrorAt();
  mirror.takeSnapshot(1, [unit([[0, 1]])], TAIL_MS);
  expect(mirror.isFilled).toBe(true);
  mirror.lost();
  clock.nowMs += 3_600_000;
  batches.length = 0;
  mirror.takeSnapshot(2, [unit([[3_600_000, 2]])], 60_000);
  const touched = batches.flatMap(({ units }) => units.flatMap((each) => each.touched));
  expect(touched).toContainEqual({ table: 'metric', fromMs: START_MS - 60_000, toMs: clock.nowMs - 55_000 });
  expect(mirror.isFilled).toBe(false);
});

test('the last value of a silent series stays, however old; a series without samples has none', () => {
  const { mirror, known } = mirrorAt();
  mirror.takeSnapshot(1, [unit([[-7_200_000, 5]])], TAIL_MS);
  expect(known()).toEqual([5]);
  mirror.takeSnapshot(2, [], TAIL_MS);
  expect(known()).toEqual([]);
});
