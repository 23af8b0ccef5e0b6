import { afterAll, beforeAll, expect, test } from 'vitest';
import { HistoryFailure } from '../../../../src/main/history/history-failure';
import { isSameBucket } from '../../../../src/main/history/tile-reviser';
import type { PlantAddress } from '../../../../src/main/plant/connection';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { HistoryAnswer } from '../../../../src/shared/history-frame';
import { BUCKET_MS, BUCKET_RESOLUTIONS, type BucketResolution, type SeriesKey } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../src/shared/time';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { type HistoryParts, prepareAll, readRows, runSql, startHistory } from './history-fixture';

let plant: TestPlant;
let owner: PlantAddress;
let parts: HistoryParts;

/** A whole minute some 10 minutes ago: the data's last sample; what is written stays behind the plant's clock. */
const END_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 10 * MINUTE_MS;
const never = new AbortController().signal;
const iso = (timeMs: number) => `'${new Date(timeMs).toISOString()}'::timestamptz`;
const metric = (workUnitId: string, name: string): SeriesKey => ({ table: 'metric', workUnitId, name });

const WALL: readonly SeriesKey[] = [1, 2, 3, 4].flatMap((unit) =>
  [1, 2, 3, 4, 5, 6].map((name) => metric(`unit-${unit}`, `m${name}`)),
);
const HOSTILE_UNIT = `Pressé "1"; drop {a,b} 'x' \\ 机器`;

beforeAll(async () => {
  // A policy that refreshes at the same time as we do takes ranges off our hands, and is not done when we are.
  plant = await startTestPlant({ runJobs: false });
  owner = plant.address();
  await provisionTestSchema(owner, DEMO_SCHEMA_SETTINGS);
  await runSql(
    owner,
    // 24 series once a minute for three days.
    `insert into metric select t, 'unit-' || u, 'm' || n, sin(extract(epoch from t) / 900 + u * n) * 100
     from generate_series(${iso(END_MS - 3 * DAY_MS)}, ${iso(END_MS)}, '1 minute') t, generate_series(1, 4) u, generate_series(1, 6) n`,
    // One at 1 Hz for two hours with a hole of 10 minutes, every kind of bad value, and a time that comes three times.
    `insert into metric select t, 'fast', 'temperature', random() * 50
     from generate_series(${iso(END_MS - 2 * HOUR_MS)}, ${iso(END_MS)}, '1 second') t
     where t < ${iso(END_MS - 40 * MINUTE_MS)} or t >= ${iso(END_MS - 30 * MINUTE_MS)}`,
    `insert into metric values
       (${iso(END_MS - 20 * MINUTE_MS + 100)}, 'fast', 'temperature', null), (${iso(END_MS - 20 * MINUTE_MS + 200)}, 'fast', 'temperature', 'NaN'),
       (${iso(END_MS - 20 * MINUTE_MS + 300)}, 'fast', 'temperature', 'Infinity'), (${iso(END_MS - 20 * MINUTE_MS + 400)}, 'fast', 'temperature', '-Infinity'),
       (${iso(END_MS - 20 * MINUTE_MS + 500)}, 'fast', 'temperature', 1.7e308), (${iso(END_MS - 20 * MINUTE_MS + 600)}, 'fast', 'temperature', -1e151),
       (${iso(END_MS - 15 * MINUTE_MS + 250)}, 'fast', 'temperature', 1), (${iso(END_MS - 15 * MINUTE_MS + 250)}, 'fast', 'temperature', 2), (${iso(END_MS - 15 * MINUTE_MS + 250)}, 'fast', 'temperature', 2)`,
    // OEE every 10 s for a day, with bad scores in some rows.
    `insert into performance_metric
     select t, 'unit-' || u, case when extract(minute from t) = 7 then 'NaN' else random() end, random(),
       case when extract(minute from t) = 8 then null else random() end, random()
     from generate_series(${iso(END_MS - DAY_MS)}, ${iso(END_MS)}, '10 seconds') t, generate_series(1, 2) u`,
    // A slow one, and one whose unit is named to do harm.
    `insert into metric select t, 'slow', 'level', extract(epoch from t)::bigint % 977
     from generate_series(${iso(END_MS - 3 * DAY_MS)}, ${iso(END_MS)}, '20 minutes') t`,
    `insert into metric select t, ${literal(HOSTILE_UNIT)}, ${literal(HOSTILE_UNIT)}, 5
     from generate_series(${iso(END_MS - HOUR_MS)}, ${iso(END_MS)}, '1 minute') t`,
  );
  await prepareAll(owner);
  parts = await startHistory(plant.address('taktline_reader'));
  expect(parts.troubles).toEqual([]);
}, 120_000);

afterAll(async () => {
  parts?.close();
  await plant?.stop();
});

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

async function ask(series: SeriesKey, range: TimeRange, pointBudget = 1_000): Promise<HistoryAnswer> {
  const [answer] = await parts.service.answer({ series: [series], range, pointBudget }, never);
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

/** The answer's buckets that hold anything, as [start, sum, count, min, max, bad]. */
function bucketsOf(answer: HistoryAnswer): number[][] {
  return answer.tiles.flatMap(({ range, columns }) => {
    if (columns.kind !== 'buckets') throw new Error('expected buckets');
    const { sums, counts, mins, maxs, badCounts, resolution } = columns;
    return [...counts].flatMap((count, at) =>
      count + (badCounts[at] ?? 0) === 0
        ? []
        : [[range.fromMs + at * BUCKET_MS[resolution], sums[at], count, mins[at], maxs[at], badCounts[at]].map(Number)],
    );
  });
}

function samplesOf(answer: HistoryAnswer): { timeMs: number; value: number }[] {
  return answer.tiles.flatMap(({ columns }) => {
    if (columns.kind !== 'raw') throw new Error('expected raw');
    return [...columns.timesMs].map((timeMs, at) => ({ timeMs, value: columns.values[at] ?? Number.NaN }));
  });
}

/** The same buckets made here from raw rows, over the tiles of the answer. */
async function expectedBuckets(answer: HistoryAnswer, resolution: BucketResolution): Promise<number[][]> {
  const { series, tiles } = answer;
  const [fromMs, toMs] = [tiles[0]?.range.fromMs ?? 0, tiles.at(-1)?.range.toMs ?? 0];
  const rows =
    series.table === 'metric'
      ? await readRows(
          owner,
          `select extract(epoch from time) * 1000, value from metric where work_unit_id = $1 and name = $2 and time >= $3 and time < $4`,
          [series.workUnitId, series.name, new Date(fromMs), new Date(toMs)],
        )
      : await readRows(
          owner,
          `select extract(epoch from time) * 1000, ${series.name} from performance_metric where work_unit_id = $1 and time >= $2 and time < $3`,
          [series.workUnitId, new Date(fromMs), new Date(toMs)],
        );
  const buckets = new Map<number, number[]>();
  for (const [time, value] of rows) {
    const start = Math.floor(Number(time) / BUCKET_MS[resolution]) * BUCKET_MS[resolution];
    const bucket = buckets.get(start) ?? [start, Number.NaN, 0, Number.NaN, Number.NaN, 0];
    buckets.set(start, value === null ? withBad(bucket) : withValue(bucket, Number(value)));
  }
  return [...buckets.values()].sort((a, b) => Number(a[0]) - Number(b[0]));
}

function withBad([start, sum, count, min, max, bad]: number[]): number[] {
  return [start, sum, count, min, max, Number(bad) + 1].map(Number);
}

function withValue(bucket: number[], value: number): number[] {
  const [start, sum, count, min, max, bad] = bucket.map(Number);
  if (!(Math.abs(value) <= 1e150)) return withBad(bucket);
  if (count === 0) return [start, value, 1, value, value, bad].map(Number);
  return [
    start,
    Number(sum) + value,
    Number(count) + 1,
    Math.min(Number(min), value),
    Math.max(Number(max), value),
    bad,
  ].map(Number);
}

function expectSameBuckets(actual: number[][], expected: number[][]): void {
  const withoutSums = (rows: number[][]) => rows.map(([start, , ...rest]) => [start, ...rest]);
  expect(withoutSums(actual)).toEqual(withoutSums(expected));
  for (const [at, row] of actual.entries()) {
    const [sum, other] = [Number(row[1]), Number(expected[at]?.[1])];
    if (Number.isNaN(sum) || Number.isNaN(other)) expect([sum, other]).toEqual([Number.NaN, Number.NaN]);
    else expect(Math.abs(sum - other)).toBeLessThanOrEqual(1e-12 * Math.abs(Number(row[2]) * 1_000));
  }
}

/** Range and budget that lead to each level for a series of one minute. */
const TO_LEVEL: Readonly<Record<BucketResolution, { spanMs: number; budget: number }>> = {
  '1min': { spanMs: HOUR_MS, budget: 60 },
  '5min': { spanMs: 6 * HOUR_MS, budget: 75 },
  '1hour': { spanMs: 48 * HOUR_MS, budget: 60 },
  '1day': { spanMs: 3 * DAY_MS, budget: 6 },
};

test('every level equals what raw rows give: counts, extremes and bad values exactly, sums to rounding', async () => {
  const series = [
    metric('fast', 'temperature'),
    metric('unit-3', 'm5'),
    { table: 'oee', workUnitId: 'unit-1', name: 'oee_score' } as const,
    { table: 'oee', workUnitId: 'unit-2', name: 'performance' } as const,
  ];
  const seen = new Set<string>();
  for (const resolution of BUCKET_RESOLUTIONS) {
    const { spanMs, budget } = TO_LEVEL[resolution];
    for (const key of series) {
      const answer = await ask(key, { fromMs: END_MS - spanMs + 1, toMs: END_MS + 1 }, budget - 1);
      const chosen = answer.resolution;
      if (chosen === 'raw') throw new Error(`raw was chosen for ${key.name} at ${resolution}`);
      seen.add(`${key.table} ${chosen}`);
      const expected = await expectedBuckets(answer, chosen);
      expect(expected.length).toBeGreaterThan(0);
      expectSameBuckets(bucketsOf(answer), expected);
    }
  }
  expect([...seen].sort()).toEqual(BUCKET_RESOLUTIONS.flatMap((level) => [`metric ${level}`, `oee ${level}`]).sort());
});

test('buckets made on reading, a part from raw and the rest from minutes, equal the level’s', async () => {
  const end = Math.floor(END_MS / DAY_MS) * DAY_MS + DAY_MS;
  const range = { fromMs: end - 4 * DAY_MS, toMs: end };
  const touched = [range, { fromMs: END_MS - 50 * MINUTE_MS, toMs: END_MS - 3 * MINUTE_MS }];
  const asked = {
    metric: [metric('fast', 'temperature'), metric('unit-3', 'm5'), metric(HOSTILE_UNIT, HOSTILE_UNIT)],
    oee: (['oee_score', 'quality'] as const).map((name) => ({ table: 'oee' as const, workUnitId: 'unit-1', name })),
  };
  for (const table of ['metric', 'oee'] as const) {
    for (const resolution of BUCKET_RESOLUTIONS) {
      const read = { table, series: asked[table], resolution, range };
      const level = await parts.reader.readBuckets(read, never);
      for (const part of touched) {
        const made = await parts.reader.readRecomputed({ ...read, touched: part }, never);
        for (const [at, columns] of level.entries()) {
          const other = made[at];
          if (other === undefined) throw new Error('no columns');
          const differing = [...columns.counts].flatMap((_, index) =>
            isSameBucket(columns, index, other, index) ? [] : [index],
          );
          expect(differing).toEqual([]);
          expect(columns.counts.some((count) => count > 0)).toBe(true);
        }
      }
    }
  }
});

test('raw keeps duplicates in time, bad samples as NaN, and a gap as a gap', async () => {
  const range = { fromMs: END_MS - 50 * MINUTE_MS, toMs: END_MS - 10 * MINUTE_MS };
  const answer = await ask(metric('fast', 'temperature'), range, 20_000);
  expect(answer.resolution).toBe('raw');
  expect(answer.cadenceMs).toBe(1_000);
  const samples = samplesOf(answer);
  const inside = samples.filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs);
  expect(
    inside.filter(({ value }) => Number.isNaN(value)).map(({ timeMs }) => timeMs - END_MS + 20 * MINUTE_MS),
  ).toEqual([100, 200, 300, 400, 500, 600]);
  expect(
    inside
      .filter(({ timeMs }) => timeMs === END_MS - 15 * MINUTE_MS + 250)
      .map(({ value }) => value)
      .sort(),
  ).toEqual([1, 2, 2]);
  expect(inside.filter(({ timeMs }) => timeMs >= END_MS - 40 * MINUTE_MS && timeMs < END_MS - 30 * MINUTE_MS)).toEqual(
    [],
  );
  expect(inside).toHaveLength(30 * 60 + 6 + 3);
  const times = samples.map(({ timeMs }) => timeMs);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test('tiles are aligned, without holes, and cover the range', async () => {
  const range = { fromMs: END_MS - 2 * DAY_MS - 12_345, toMs: END_MS };
  for (const pointBudget of [50, 1_000, 5_000]) {
    const { tiles } = await ask(metric('unit-1', 'm1'), range, pointBudget);
    expect(tiles[0]?.range.fromMs).toBeLessThanOrEqual(range.fromMs);
    expect(tiles.at(-1)?.range.toMs).toBeGreaterThanOrEqual(range.toMs);
    for (const [at, tile] of tiles.entries()) if (at > 0) expect(tile.range.fromMs).toBe(tiles[at - 1]?.range.toMs);
  }
});

test('an answer carries the sample before and after its range, also across tile borders and out of a gap', async () => {
  const slow = await ask(metric('slow', 'level'), { fromMs: END_MS - HOUR_MS - 1, toMs: END_MS - 30 * MINUTE_MS });
  expect(slow.resolution).toBe('raw');
  expect(slow.before?.timeMs).toBe(END_MS - 80 * MINUTE_MS);
  expect(slow.after?.timeMs).toBe(END_MS - 20 * MINUTE_MS);
  // The fast series' tiles of 10 min within its gap hold nothing: what is beside them is looked for.
  const gap = await ask(
    metric('fast', 'temperature'),
    { fromMs: END_MS - 39 * MINUTE_MS, toMs: END_MS - 31 * MINUTE_MS },
    5_000,
  );
  expect(gap.resolution).toBe('raw');
  expect(gap.before?.timeMs).toBe(END_MS - 40 * MINUTE_MS - 1_000);
  expect(gap.after?.timeMs).toBe(END_MS - 30 * MINUTE_MS);
  const buckets = await ask(metric('unit-1', 'm1'), { fromMs: END_MS - HOUR_MS, toMs: END_MS - 30 * MINUTE_MS }, 20);
  expect(buckets.resolution).toBe('1min');
  expect(buckets.before?.timeMs).toBe(END_MS - HOUR_MS - 30 * SECOND_MS);
  expect(buckets.after?.timeMs).toBe(END_MS - 30 * MINUTE_MS + 30 * SECOND_MS);
});

test('says up to when it is complete, as of when it was read, and which tiles are final', async () => {
  const before = Date.now();
  const answer = await ask(metric('unit-1', 'm1'), { fromMs: END_MS - 2 * DAY_MS, toMs: Date.now() }, 100);
  expect(answer.resolution).toBe('1hour');
  expect(answer.completeToMs).toBe(Math.floor(before / HOUR_MS) * HOUR_MS);
  expect(answer.tiles.every((tile) => tile.asOfMs >= before && tile.asOfMs <= Date.now() && !tile.sealed)).toBe(true);
  const old = await ask(metric('unit-1', 'm1'), { fromMs: END_MS - 60 * DAY_MS, toMs: END_MS - 59 * DAY_MS }, 2_000);
  expect(old.tiles.length).toBeGreaterThan(0);
  expect(old.tiles.every((tile) => tile.sealed)).toBe(true);
});

test('a future range is cut one tile after now', async () => {
  const answer = await ask(metric('unit-1', 'm1'), {
    fromMs: Date.now() + 40 * DAY_MS,
    toMs: Date.now() + 41 * DAY_MS,
  });
  expect(answer.tiles).toEqual([]);
  const half = await ask(metric('unit-1', 'm1'), { fromMs: END_MS, toMs: END_MS + 40 * DAY_MS }, 20_000);
  expect(half.tiles.length).toBeLessThanOrEqual(3);
});

test('a unit named to do harm is read like any other', async () => {
  const range = { fromMs: END_MS - 30 * MINUTE_MS, toMs: END_MS };
  const raw = await ask(metric(HOSTILE_UNIT, HOSTILE_UNIT), range, 60);
  const buckets = await ask(metric(HOSTILE_UNIT, HOSTILE_UNIT), range, 10);
  expect(samplesOf(raw).filter(({ timeMs }) => timeMs >= range.fromMs && timeMs < range.toMs)).toHaveLength(30);
  expect(
    bucketsOf(buckets).filter(([start]) => Number(start) >= range.fromMs && Number(start) < range.toMs),
  ).toHaveLength(30);
});

test('unlike series in one request get each their own, and only that', async () => {
  const oee = (workUnitId: string, name: string) => ({ table: 'oee', workUnitId, name }) as const;
  const series = [
    metric('unit-1', 'm1'),
    metric('unit-2', 'm6'),
    metric(HOSTILE_UNIT, HOSTILE_UNIT),
    metric('slow', 'level'),
    oee('unit-2', 'availability'),
    oee('unit-1', 'quality'),
    oee('unit-2', 'quality'),
  ];
  const range = { fromMs: END_MS - HOUR_MS, toMs: END_MS };
  for (const pointBudget of [20, 1_000]) {
    const together = await parts.service.answer({ series, range, pointBudget }, never);
    for (const [at, key] of series.entries()) {
      const alone = await ask(key, range, pointBudget);
      const columns = (answer: HistoryAnswer | undefined) => answer?.tiles.map((tile) => tile.columns);
      expect(together[at]?.series).toEqual(key);
      expect(columns(together[at])).toEqual(columns(alone));
    }
  }
});

test('what is still being made is said to be so, and no statement touches it', async () => {
  const hole = { fromMs: END_MS - 5 * HOUR_MS - 90_000, toMs: END_MS - 2 * HOUR_MS };
  const set = (preparedTo: number, target: number) =>
    runSql(
      owner,
      `update taktline.preparation set prepared_to = ${iso(preparedTo)}, target_to = ${iso(target)} where view_name in ('metric_5min', 'metric_1min')`,
    );
  await set(hole.fromMs, hole.toMs);
  await parts.preparation.refresh();
  expect(
    parts.preparation
      .preparing()
      .map(({ resolution }) => resolution)
      .sort(),
  ).toEqual(['1min', '5min']);
  try {
    parts.reads.splice(0);
    const range = { fromMs: END_MS - 6 * HOUR_MS, toMs: END_MS };
    const answer = await ask(metric('fast', 'temperature'), range, 1_000);
    const bucketMs = answer.resolution === '1min' ? MINUTE_MS : 5 * MINUTE_MS;
    // Behind the target as well: the view would have to compute it.
    const widened = { fromMs: Math.floor(hole.fromMs / bucketMs) * bucketMs, toMs: range.toMs };
    expect(answer.preparing).toEqual([widened]);
    // What is made before that is read, up to there.
    expect(parts.reads.splice(0).map(({ range: { toMs } }) => toMs)).toEqual([widened.fromMs]);
    const starts = bucketsOf(answer).map(([start]) => Number(start));
    expect(starts.filter((start) => start >= widened.fromMs)).toEqual([]);
    // Where raw fits the budget it is whole, and serves.
    const whole = await ask(metric('unit-1', 'm1'), range, 1_000);
    expect(whole.resolution).toBe('raw');
    expect(whole.preparing).toEqual([]);
    // Wholly within what is being made: nothing is read.
    const nothing = await ask(
      metric('fast', 'temperature'),
      { fromMs: hole.fromMs + HOUR_MS, toMs: hole.toMs - HOUR_MS },
      50,
    );
    expect(nothing.preparing).toHaveLength(1);
    expect(
      parts.reads
        .splice(0)
        .filter(({ what }) => what !== 'metric raw')
        .filter((read) => read.range.fromMs < widened.toMs && read.range.toMs > widened.fromMs),
    ).toEqual([]);
  } finally {
    await set(END_MS, END_MS);
    await parts.preparation.refresh();
  }
  expect(parts.preparation.preparing()).toEqual([]);
});

test('24 series asked at once take at most two statements a level, in one request and as 24', async () => {
  for (const { spanMs, budget } of [{ spanMs: HOUR_MS, budget: 1_000 }, ...Object.values(TO_LEVEL)]) {
    const range = { fromMs: END_MS - spanMs, toMs: END_MS };
    parts.statements.splice(0);
    await parts.service.answer({ series: WALL, range, pointBudget: budget }, never);
    const together = parts.statements.splice(0).map(({ name }) => name);
    expect(together.length).toBeLessThanOrEqual(2);
    await Promise.all(WALL.map((key) => ask(key, range, budget)));
    const apart = parts.statements.splice(0).map(({ name }) => name);
    console.log(`24 series over ${spanMs / HOUR_MS} h: ${together.join(' ')} | as 24 requests: ${apart.join(' ')}`);
    for (const name of new Set(apart)) expect(apart.filter((other) => other === name).length).toBeLessThanOrEqual(2);
  }
});

test('50 identical requests at once cost the statements of one', async () => {
  const range = { fromMs: END_MS - DAY_MS, toMs: END_MS };
  parts.statements.splice(0);
  await ask(metric('unit-2', 'm2'), range);
  const one = parts.statements.splice(0).length;
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask(metric('unit-2', 'm2'), range)));
  expect(parts.statements.splice(0)).toHaveLength(one);
  for (const answer of answers) expect(answer.tiles).toEqual(answers[0]?.tiles);
});

test('an aborted request ends at once, and leaves others their answer', async () => {
  const range = { fromMs: END_MS - DAY_MS, toMs: END_MS };
  const leaving = new AbortController();
  const request = { series: [metric('unit-2', 'm3')], range };
  const [gone, staying] = [parts.service.answer(request, leaving.signal), parts.service.answer(request, never)];
  leaving.abort(new Error('not wanted any more'));
  await expect(gone).rejects.toThrow('not wanted any more');
  await expect(staying).resolves.toHaveLength(1);
  await expect(parts.service.answer(request, leaving.signal)).rejects.toThrow('not wanted any more');
});

test('what cannot be answered is refused with a code and a sentence', async () => {
  const range = { fromMs: END_MS - HOUR_MS, toMs: END_MS };
  const cases = [
    [{ series: [metric('unit-9', 'm1')], range }, 'unknown-series'],
    [{ series: [metric('unit-1', 'm1')], range: { fromMs: 0, toMs: 1e15 } }, 'too-much'],
    [{ series: [metric('unit-1', 'm1')], range: { fromMs: -1e15, toMs: -1e15 + 1 } }, 'bad-message'],
    [{ series: [metric('unit-1', 'm1')], range: { fromMs: END_MS, toMs: END_MS } }, 'bad-message'],
    [{ series: [metric('unit-1', 'm1')], range: { fromMs: Number.NaN, toMs: END_MS } }, 'bad-message'],
    [{ series: [metric('unit-1', 'm1')], range, pointBudget: 1e9 }, 'bad-message'],
  ] as const;
  for (const [request, code] of cases) {
    const failure = await parts.service.answer(request, never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(HistoryFailure);
    expect(failure).toMatchObject({ code });
  }
});

test('the rungs of the ladder, with their times', async () => {
  const rungs = [HOUR_MS, 6 * HOUR_MS, DAY_MS, 3 * DAY_MS, 90 * DAY_MS];
  for (const spanMs of rungs) {
    for (const pointBudget of [1_000, 4_000]) {
      parts.statements.splice(0);
      const startedMs = performance.now();
      const answer = await ask(metric('fast', 'temperature'), { fromMs: END_MS - spanMs, toMs: END_MS }, pointBudget);
      const tookMs = performance.now() - startedMs;
      const statements = parts.statements.splice(0).map(({ name, ms }) => `${name} ${ms.toFixed(1)} ms`);
      console.log(
        `${spanMs / HOUR_MS} h, budget ${pointBudget}: ${answer.resolution}, ${answer.tiles.length} tiles, ${tookMs.toFixed(1)} ms (${statements.join(', ')})`,
      );
      expect(tookMs).toBeLessThan(2_000);
    }
  }
});
