import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HistoryFailure } from '../../../../src/main/history/history-failure';
import type { KeptFor } from '../../../../src/main/history/history-plant';
import { HistoryService } from '../../../../src/main/history/history-service';
import type { TileTier } from '../../../../src/main/history/tile-tier';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import type { Preparing, RevisedStretch } from '../../../../src/shared/protocol';
import { offeredLevels, resolutionFor } from '../../../../src/shared/resolution';
import {
  BUCKET_MS,
  BUCKET_RESOLUTIONS,
  RESOLUTIONS,
  type Resolution,
  type SeriesKey,
} from '../../../../src/shared/series';
import type { Tile } from '../../../../src/shared/tile';
import { DAY_MS, HOUR_MS, intersect, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../src/shared/time';
import { TileTierTwin } from '../../../support/tile-tier-twin';
import { FakeClock } from './fake-clock';
import { bucketsOf, MemoryPlant, rawOf, type Sample } from './memory-plant';

const NOW_MS = 1_795_454_286_815;
const never = new AbortController().signal;
const key = (name = 'm1'): SeriesKey => ({ table: 'metric', workUnitId: 'mill', name });

/** As the demo keeps raw samples: recordings are spared. */
const SPARING: KeptFor = { forMs: 8 * DAY_MS, isSparing: true };

interface Options {
  readonly tiers?: readonly TileTier[];
  readonly isPlantAway?: () => boolean;
  readonly patienceMs?: number;
  readonly cadenceMs?: number | null;
  readonly preparing?: readonly Preparing[];
  /** Levels that the plant keeps for so long; the others for good. */
  readonly kept?: Partial<Record<Resolution, KeptFor>>;
}

function setUp(options: Options = {}) {
  const clock = new FakeClock(NOW_MS);
  const plant = new MemoryPlant();
  const troubles: unknown[] = [];
  const revisions: RevisedStretch[] = [];
  const service = new HistoryService({
    plant,
    clock,
    onTrouble: (error) => troubles.push(error),
    onRevision: (stretches) => revisions.push(...stretches),
    tiers: options.tiers ?? [],
    isPlantAway: options.isPlantAway ?? (() => false),
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
    plantSeenMs: () => NOW_MS - MINUTE_MS,
    followedSinceMs: () => 0,
    catalogue: {
      series: ({ name }) => (name === 'unknown' ? undefined : { cadenceMs: options.cadenceMs ?? null }),
      levels: () => BUCKET_RESOLUTIONS,
      preparing: () => options.preparing ?? [],
      keptFor: (_table, resolution) => options.kept?.[resolution],
    },
  });
  const ask = async (range: TimeRange, pointBudget = 1_000, signal = never): Promise<HistoryAnswer> => {
    const [answer] = await service.answer({ series: [key()], range, pointBudget }, signal);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  };
  return { clock, plant, service, ask, troubles, revisions };
}

/** What the tile must hold, by its own range and the holes. */
function expectedColumns(tile: Tile, plant: MemoryPlant, holes: readonly TimeRange[]): Tile['columns'] {
  const inside = plant
    .samples('metric', key(), tile.range)
    .filter(({ timeMs }) => !holes.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs));
  return tile.columns.kind === 'raw' ? rawOf(inside) : bucketsOf(tile.columns.resolution, tile.range, inside);
}

const samplesFor = (spanMs: number) =>
  fc.array(
    fc.record({
      timeMs: fc.integer({ min: NOW_MS - spanMs, max: NOW_MS }),
      value: fc.oneof(fc.integer({ min: -100, max: 100 }), fc.constant(Number.NaN)),
    }),
    { maxLength: 60 },
  );

test('whatever is asked, each tile holds exactly its samples, none is missing, and what is being made is never read', async () => {
  const scene = fc.integer({ min: 1, max: 60 }).chain((days) => {
    const spanMs = days * DAY_MS;
    return fc.record({
      samples: samplesFor(spanMs),
      range: fc
        .tuple(fc.integer({ min: 0, max: spanMs }), fc.integer({ min: 1, max: spanMs }))
        .map(([back, lengthMs]) => ({ fromMs: NOW_MS - back, toMs: NOW_MS - back + lengthMs })),
      pointBudget: fc.integer({ min: 1, max: 20_000 }),
      cadenceMs: fc.constantFrom(null, SECOND_MS, 10 * SECOND_MS, 5 * MINUTE_MS, DAY_MS),
      preparing: fc.array(
        fc
          .tuple(
            fc.constantFrom('raw', ...BUCKET_RESOLUTIONS),
            fc.integer({ min: 0, max: spanMs }),
            fc.integer({ min: 0, max: spanMs }),
            fc.constantFrom(null, 0, DAY_MS),
          )
          .map(
            ([resolution, back, lengthMs, madeMs]): Preparing => ({
              table: 'metric',
              resolution,
              preparedFromMs: madeMs === null ? null : NOW_MS - back - madeMs,
              preparedToMs: NOW_MS - back,
              targetToMs: Math.min(NOW_MS, NOW_MS - back + lengthMs),
            }),
          ),
        { maxLength: 3 },
      ),
    });
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ samples, range, pointBudget, cadenceMs, preparing }) => {
      const { plant, ask } = setUp({ cadenceMs, preparing });
      plant.put('metric', 'mill', 'm1', samples);
      const answer = await ask(range, pointBudget);
      const step = answer.resolution === 'raw' ? 1 : BUCKET_MS[answer.resolution];
      const holes = preparing
        .filter(
          ({ resolution, preparedToMs, targetToMs }) => resolution === answer.resolution && preparedToMs < targetToMs,
        )
        .map(({ preparedFromMs, preparedToMs, targetToMs }) => ({
          // The real-time view would compute from there on, whatever lies behind the target; all of it before anything is made.
          fromMs:
            answer.resolution !== 'raw' && preparedFromMs === preparedToMs
              ? Number.NEGATIVE_INFINITY
              : Math.floor(preparedToMs / step) * step,
          toMs: answer.resolution === 'raw' ? targetToMs : Number.POSITIVE_INFINITY,
        }));
      for (const tile of answer.tiles) {
        expect(tile.columns).toEqual(expectedColumns(tile, plant, holes));
        expect(intersect(tile.range, range)).toBeDefined();
      }
      // Nothing of the range is in no tile, but for what is being made and what is to come.
      const read = plant.samples('metric', key(), range);
      const lost = read.filter(
        ({ timeMs }) =>
          !answer.tiles.some((tile) => tile.range.fromMs <= timeMs && timeMs < tile.range.toMs) &&
          !holes.some(({ fromMs, toMs }) => fromMs <= timeMs && timeMs < toMs),
      );
      expect(lost).toEqual([]);
      for (const { what, range: touched } of plant.reads) {
        if (what !== 'metric neighbours')
          expect(holes.filter((hole) => intersect(hole, touched) !== undefined)).toEqual([]);
      }
      for (const stretch of answer.preparing) {
        expect(intersect(stretch, range)).toEqual(stretch);
        expect(stretch.toMs).toBeLessThan(NOW_MS + step);
      }
      expect(answer.missing).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 30_000);

test('where retention has dropped raw samples an aggregated level serves, if there is one as fine as the cadence', async () => {
  const old = { fromMs: NOW_MS - 9 * DAY_MS, toMs: NOW_MS - 9 * DAY_MS + HOUR_MS };
  const fresh = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
  const fast = setUp({ cadenceMs: SECOND_MS, kept: { raw: SPARING } });
  expect((await fast.ask(fresh, 4_000)).resolution).toBe('raw');
  expect((await fast.ask(old, 4_000)).resolution).toBe('1min');
  const recording = setUp({ cadenceMs: 5 * MINUTE_MS, kept: { raw: SPARING } });
  expect((await recording.ask(old, 4_000)).resolution).toBe('raw');
});

test('no level is offered for a range of which the plant keeps it no longer, and nothing is read that it has dropped', async () => {
  const scene = fc.record({
    kept: fc.dictionary(
      fc.constantFrom(...RESOLUTIONS),
      fc.integer({ min: 1, max: 1_500 }).map((days) => ({ forMs: days * DAY_MS, isSparing: false })),
    ),
    backMs: fc.oneof(fc.nat({ max: 1_500 * DAY_MS }), fc.nat({ max: 40 * DAY_MS })),
    lengthMs: fc.oneof(fc.integer({ min: 1, max: DAY_MS }), fc.integer({ min: 1, max: 1_500 * DAY_MS })),
    pointBudget: fc.integer({ min: 1, max: 20_000 }),
    cadenceMs: fc.constantFrom(SECOND_MS, MINUTE_MS, HOUR_MS),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ kept, backMs, lengthMs, pointBudget, cadenceMs }) => {
      const { plant, ask } = setUp({ kept, cadenceMs });
      const range = { fromMs: NOW_MS - backMs, toMs: NOW_MS - backMs + lengthMs };
      const { resolution, missing, missingReason, onlyOnBoard } = await ask(range, pointBudget);
      const keptFromMs = (level: Resolution) => NOW_MS - (kept[level]?.forMs ?? Number.POSITIVE_INFINITY);
      const there = RESOLUTIONS.filter((level) => range.fromMs >= keptFromMs(level));
      const offered = offeredLevels(range, cadenceMs, there);
      // What is there is chosen among as if there were nothing else.
      if (offered.length > 0) expect(resolution).toBe(resolutionFor(range, pointBudget, offered));
      for (const { what, range: read } of plant.reads) {
        const level = RESOLUTIONS.find((each) => what === `metric ${each}`);
        if (level !== undefined) expect(read.toMs).toBeGreaterThan(keptFromMs(level));
      }
      // Nothing is on board that is older: where nobody has it any more the answer says so.
      const droppedToMs = Math.min(range.toMs, keptFromMs(resolution));
      expect(onlyOnBoard).toBeUndefined();
      expect(missing).toEqual(range.fromMs < droppedToMs ? [{ fromMs: range.fromMs, toMs: droppedToMs }] : []);
      expect(missingReason).toBe(missing.length === 0 ? null : 'not-kept');
    }),
    { numRuns: 300 },
  );
}, 30_000);

test('what the plant has dropped since is shown from what is on board, and said to be there alone; what is not on board is no gap', async () => {
  const forMs = 31 * DAY_MS;
  const kept = { raw: { forMs, isSparing: false }, '1min': { forMs, isSparing: false } };
  const disk = new TileTierTwin('sqlite');
  const { plant, ask, clock } = setUp({ cadenceMs: SECOND_MS, kept, tiers: [disk] });
  const range = { fromMs: NOW_MS - 30 * DAY_MS, toMs: NOW_MS - 30 * DAY_MS + HOUR_MS };
  plant.put('metric', 'mill', 'm1', [{ timeMs: range.fromMs + MINUTE_MS, value: 7 }]);
  expect(await ask(range, 100)).toMatchObject({ resolution: '1min', missing: [] });
  plant.put('metric', 'mill', 'm1', []);
  clock.nowMs += 2 * DAY_MS;
  plant.reads.splice(0);
  const answer = await ask(range, 100);
  expect(answer).toMatchObject({ resolution: '1min', onlyOnBoard: [range], missing: [], asOfMs: NOW_MS });
  expect(answer.tiles.some(({ columns }) => columns.kind === 'buckets' && columns.counts.includes(1))).toBe(true);
  expect(plant.reads).toEqual([]);
  // Elsewhere the finest level that is kept serves.
  const before = { fromMs: range.fromMs - 5 * DAY_MS, toMs: range.toMs - 5 * DAY_MS };
  expect(await ask(before, 100)).toMatchObject({ resolution: '5min', missing: [] });
});

test('raw edges are the nearest samples on either side, within reach', async () => {
  await fc.assert(
    fc.asyncProperty(
      samplesFor(2 * HOUR_MS),
      fc.integer({ min: 10 * MINUTE_MS, max: HOUR_MS }),
      fc.integer({ min: 1, max: 10 * MINUTE_MS }),
      async (samples: Sample[], back, lengthMs) => {
        const { plant, ask } = setUp({ cadenceMs: SECOND_MS });
        plant.put('metric', 'mill', 'm1', samples);
        const range = { fromMs: NOW_MS - back, toMs: NOW_MS - back + lengthMs };
        const answer = await ask(range, 20_000);
        expect(answer.resolution).toBe('raw');
        // The look-out begins where the tiles end.
        const reach = {
          fromMs: Math.min(range.fromMs, answer.tiles[0]?.range.fromMs ?? 0) - HOUR_MS,
          toMs: Math.max(range.toMs, answer.tiles.at(-1)?.range.toMs ?? 0) + HOUR_MS,
        };
        const before = plant.samples('metric', key(), { ...reach, toMs: range.fromMs }).at(-1);
        const after = plant.samples('metric', key(), { ...reach, fromMs: range.toMs })[0];
        const edge = (sample: Sample | undefined) => (sample === undefined ? null : sample.timeMs);
        expect([answer.before?.timeMs ?? null, answer.after?.timeMs ?? null]).toEqual([edge(before), edge(after)]);
        if (
          before !== undefined &&
          Number.isNaN(before.value) &&
          samples.filter(({ timeMs }) => timeMs === before.timeMs).length === 1
        )
          expect(answer.before?.value).toBeNull();
      },
    ),
  );
});

test('series of one request share one statement, also with tiles already in flight for another', async () => {
  const { plant, clock, service } = setUp({ cadenceMs: MINUTE_MS });
  let open: () => void = () => {};
  plant.gate = new Promise((resolve) => {
    open = resolve;
  });
  const range = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
  const names = Array.from({ length: 12 }, (_, index) => `m${index}`);
  const request = (from: number, to: number) =>
    service.answer({ series: names.slice(from, to).map(key), range, pointBudget: 400 }, never);
  const answers = [request(0, 6), request(3, 9), request(8, 12), request(0, 12)];
  expect(plant.reads.map(({ seriesCount }) => seriesCount)).toEqual([6]);
  clock.runTimers();
  expect(plant.reads.map(({ seriesCount }) => seriesCount)).toEqual([6, 6]);
  open();
  expect((await Promise.all(answers)).map(({ length }) => length)).toEqual([6, 6, 4, 12]);
  expect(plant.reads).toHaveLength(2);
});

test('a read is stopped when nobody waits for it any more, and asked anew it is read anew', async () => {
  const { plant, clock, ask } = setUp({ cadenceMs: MINUTE_MS });
  let open: () => void = () => {};
  plant.gate = new Promise((resolve) => {
    open = resolve;
  });
  const range = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
  const leaving = [new AbortController(), new AbortController()];
  const waits = leaving.map(({ signal }) => ask(range, 400, signal).catch((error: unknown) => error));
  leaving[0]?.abort(new Error('gone'));
  await waits[0];
  expect(plant.reads[0]?.signal.aborted).toBe(false);
  leaving[1]?.abort(new Error('gone'));
  await waits[1];
  expect(plant.reads[0]?.signal.aborted).toBe(true);
  const again = ask(range, 400);
  clock.runTimers();
  expect(plant.reads).toHaveLength(2);
  open();
  expect((await again).tiles.length).toBeGreaterThan(0);
});

test('trouble of the plant becomes a failure with a code, a sentence and whether to try again', async () => {
  const { plant, ask, service, troubles } = setUp({ cadenceMs: MINUTE_MS });
  const range = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
  for (const [message, code, retryable] of [
    ['odd', 'internal', true],
    ['too many rows', 'too-much', false],
  ] as const) {
    plant.gate = Promise.reject(new Error(message));
    const failure = await ask(range).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HistoryFailure);
    expect(failure).toMatchObject({ code, retryable, message: expect.stringMatching(/^[A-Z].*\.$/) });
  }
  expect(troubles).toEqual([new Error('odd')]);
  plant.gate = Promise.resolve();
  await expect(service.answer({ series: [key('unknown')], range }, never)).rejects.toMatchObject({
    code: 'unknown-series',
  });
  expect(await service.answer({ series: [], range }, never)).toEqual([]);
});

test('hostile ranges and budgets are refused before anything is read', async () => {
  const { plant, ask } = setUp({ cadenceMs: MINUTE_MS });
  const number = fc.oneof(
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -1e15, 1e15, 0, NOW_MS),
    fc.integer({ min: NOW_MS - DAY_MS, max: NOW_MS }),
  );
  await fc.assert(
    fc.asyncProperty(number, number, number, async (fromMs, toMs, pointBudget) => {
      plant.reads.splice(0);
      const outcome = await ask({ fromMs, toMs }, pointBudget).catch((error: unknown) => error);
      if (outcome instanceof HistoryFailure) expect(plant.reads).toEqual([]);
      else expect(outcome).toMatchObject({ range: { fromMs, toMs } });
      for (const { range } of plant.reads) expect(range.toMs - range.fromMs).toBeLessThan(25 * 366 * DAY_MS);
    }),
  );
});

test('with the plant away whatever is on board is answered, what is not is said to be missing, and nothing fails', async () => {
  const asked = fc.record({
    back: fc.integer({ min: 1, max: 40 * DAY_MS }),
    lengthMs: fc.integer({ min: 1, max: 40 * DAY_MS }),
    pointBudget: fc.integer({ min: 1, max: 20_000 }),
  });
  const rangeOf = ({ back, lengthMs }: { back: number; lengthMs: number }) => ({
    fromMs: NOW_MS - back,
    toMs: NOW_MS - back + lengthMs,
  });
  await fc.assert(
    fc.asyncProperty(samplesFor(40 * DAY_MS), fc.array(asked, { maxLength: 4 }), asked, async (samples, seen, last) => {
      let isAway = false;
      const sqlite = new TileTierTwin('sqlite');
      const before = setUp({ cadenceMs: SECOND_MS, tiers: [sqlite] });
      before.plant.put('metric', 'mill', 'm1', samples);
      for (const each of seen) await before.ask(rangeOf(each), each.pointBudget);
      await Promise.resolve();
      isAway = true;
      const { ask, plant, clock } = setUp({ cadenceMs: SECOND_MS, tiers: [sqlite], isPlantAway: () => isAway });
      clock.nowMs = NOW_MS + HOUR_MS;
      const range = rangeOf(last);
      const answer = await ask(range, last.pointBudget);
      expect(plant.reads).toEqual([]);
      // Every moment up to now is in a tile that was read after it, or is missing.
      for (const tile of answer.tiles) expect(tile.columns).toEqual(expectedColumns(tile, before.plant, []));
      const known = answer.tiles.map((tile) => ({
        fromMs: tile.range.fromMs,
        toMs: Math.min(tile.range.toMs, tile.asOfMs),
      }));
      for (const stretch of answer.missing) {
        expect(known.filter((each) => intersect(each, stretch) !== undefined)).toEqual([]);
        expect(intersect(stretch, { ...range, toMs: Math.min(range.toMs, clock.nowMs) })).toEqual(stretch);
      }
      const covered = [...known, ...answer.missing].flatMap((each) => intersect(each, range) ?? []);
      const coveredMs = covered.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
      expect(coveredMs).toBe(Math.max(0, Math.min(range.toMs, clock.nowMs) - range.fromMs));
      expect(answer.missingReason).toBe(answer.missing.length === 0 ? null : 'plant-away');
      expect(answer.asOfMs).toBeLessThanOrEqual(clock.nowMs);
    }),
    { numRuns: 100 },
  );
}, 30_000);

test('a read that finds the plant away is answered from what is on board, at the finest level that covers it', async () => {
  const { plant, ask } = setUp({ cadenceMs: SECOND_MS });
  plant.put('metric', 'mill', 'm1', [{ timeMs: NOW_MS - 3 * HOUR_MS, value: 4 }]);
  const day = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
  expect((await ask(day, 300)).resolution).toBe('5min');
  plant.gate = Promise.reject(new Error('away'));
  const answer = await ask({ fromMs: NOW_MS - 6 * HOUR_MS, toMs: NOW_MS }, 1_000);
  expect(answer).toMatchObject({ resolution: '5min', missing: [], missingReason: null });
  const nothing = await ask({ fromMs: NOW_MS - 90 * DAY_MS, toMs: NOW_MS - 89 * DAY_MS }, 100);
  expect(nothing).toMatchObject({
    tiles: [],
    missing: [{ fromMs: NOW_MS - 90 * DAY_MS, toMs: NOW_MS - 89 * DAY_MS }],
    missingReason: 'plant-away',
  });
});

test('an answer that the plant takes too long for is given without it, and told of when it has come', async () => {
  const { plant, ask, clock, revisions } = setUp({ cadenceMs: MINUTE_MS, patienceMs: 2_000 });
  let open: () => void = () => {};
  plant.gate = new Promise((resolve) => {
    open = resolve;
  });
  const range = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS - DAY_MS };
  const asking = ask(range, 400);
  clock.runTimers();
  expect(await asking).toMatchObject({ tiles: [], missing: [range], missingReason: 'plant-slow' });
  open();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  clock.runTimers();
  expect(revisions.length).toBeGreaterThan(0);
  expect(revisions[0]?.fromMs).toBeLessThanOrEqual(range.fromMs);
  expect(await ask(range, 400)).toMatchObject({ missing: [], missingReason: null });
});

test('where the reading that was told to come later fails, viewers are told, asked again it is said, and the plant rests', async () => {
  const { plant, ask, clock, revisions, service, troubles } = setUp({ cadenceMs: MINUTE_MS, patienceMs: 2_000 });
  let fail: (error: Error) => void = () => {};
  const range = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS - DAY_MS };
  const failLate = async () => {
    plant.gate = new Promise((_, reject) => {
      fail = reject;
    });
    const asking = ask(range, 400);
    await settled();
    clock.runTimers();
    expect(await asking).toMatchObject({ missing: [range], missingReason: 'plant-slow' });
    fail(new Error('canceling statement due to statement timeout'));
    await settled();
    clock.runTimers();
    expect(revisions.splice(0).length).toBeGreaterThan(0);
  };
  await failLate();
  expect(troubles.length).toBeGreaterThan(0);
  plant.reads.splice(0);
  expect(await ask(range, 400)).toMatchObject({ missing: [range], missingReason: 'plant-failed' });
  expect(plant.reads).toEqual([]);
  service.start();
  // After its rest it is worth asking again, which viewers are told as well; the next rest is longer.
  clock.nowMs += 10 * SECOND_MS;
  clock.runTimers();
  clock.runTimers();
  expect(revisions.splice(0).length).toBeGreaterThan(0);
  await failLate();
  clock.nowMs += 10 * SECOND_MS;
  expect(await ask(range, 400)).toMatchObject({ missingReason: 'plant-failed' });
  clock.nowMs += 10 * SECOND_MS;
  plant.gate = Promise.resolve();
  expect(await ask(range, 400)).toMatchObject({ missing: [], missingReason: null });
  service.close();
});

test('where the plant went away meanwhile, viewers are told, and hear why when they ask again', async () => {
  const { plant, ask, clock, revisions } = setUp({ cadenceMs: MINUTE_MS, patienceMs: 2_000 });
  let fail: (error: Error) => void = () => {};
  plant.gate = new Promise((_, reject) => {
    fail = reject;
  });
  const range = { fromMs: NOW_MS - 2 * DAY_MS, toMs: NOW_MS - DAY_MS };
  const asking = ask(range, 400);
  await settled();
  clock.runTimers();
  expect(await asking).toMatchObject({ missingReason: 'plant-slow' });
  fail(new Error('away'));
  await settled();
  clock.runTimers();
  expect(revisions.length).toBeGreaterThan(0);
  expect(await ask(range, 400)).toMatchObject({ missing: [range], missingReason: 'plant-away' });
});

test('a preparation that stopped half-way is said, with what was made shown, and leaves the newest to the live values', async () => {
  const preparedToMs = NOW_MS - 12 * HOUR_MS;
  const preparing = BUCKET_RESOLUTIONS.map((resolution): Preparing => {
    return { table: 'metric', resolution, preparedFromMs: 0, preparedToMs, targetToMs: NOW_MS - HOUR_MS };
  });
  const { plant, ask } = setUp({ cadenceMs: SECOND_MS, preparing });
  plant.put('metric', 'mill', 'm1', [{ timeMs: preparedToMs - HOUR_MS, value: 3 }]);
  const day = { fromMs: NOW_MS - DAY_MS, toMs: NOW_MS };
  const answer = await ask(day, 2_000);
  const madeToMs = Math.floor(preparedToMs / MINUTE_MS) * MINUTE_MS;
  expect(answer).toMatchObject({ resolution: '1min', missing: [], completeToMs: madeToMs });
  expect(answer.preparing[0]?.fromMs).toBe(madeToMs);
  // A range that raw can answer shows everything.
  const hour = { fromMs: NOW_MS - HOUR_MS, toMs: NOW_MS };
  expect(await ask(hour, 4_000)).toMatchObject({ resolution: 'raw', preparing: [], missing: [] });
});

/** Lets everything that is already decided happen. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}

test('samples beside the range are not waited for longer than the range itself', async () => {
  const { plant, ask, clock } = setUp({ cadenceMs: SECOND_MS, patienceMs: 2_000 });
  const range = { fromMs: NOW_MS - 6 * HOUR_MS, toMs: NOW_MS - 5 * HOUR_MS };
  plant.put('metric', 'mill', 'm1', [{ timeMs: range.fromMs + MINUTE_MS, value: 7 }]);
  const readNeighbours = plant.readNeighbours;
  let isAsked: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  plant.readNeighbours = async (read, signal) => {
    isAsked();
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    return readNeighbours(read, signal);
  };
  const asking = ask(range, 4_000);
  await asked;
  clock.runTimers();
  expect(await asking).toMatchObject({ resolution: 'raw', missing: [], before: null, after: null });
});

test('a raw answer of what retention has dropped says that it is as of its reading', async () => {
  const range = { fromMs: NOW_MS - 9 * DAY_MS, toMs: NOW_MS - 9 * DAY_MS + HOUR_MS };
  const { ask, clock } = setUp({ cadenceMs: 5 * MINUTE_MS, kept: { raw: SPARING } });
  await ask(range);
  clock.nowMs += HOUR_MS;
  expect(await ask(range)).toMatchObject({ resolution: 'raw', asOfMs: NOW_MS });
});
