import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlantAddress } from '../../../../src/main/plant/connection';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { BUCKET_MS, BUCKET_RESOLUTIONS, type BucketResolution, type SeriesTable } from '../../../../src/shared/series';
import { DAY_MS, type TimeRange } from '../../../../src/shared/time';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { type HistoryParts, prepareAll, readRows, runSql, startHistory } from '../history/history-fixture';

let plant: TestPlant;
let owner: PlantAddress;
let parts: HistoryParts;

const never = new AbortController().signal;
const TODAY_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const iso = (timeMs: number) => `'${new Date(timeMs).toISOString()}'::timestamptz`;
const SERIES = { metric: { workUnitId: 'mill', name: 'load' }, oee: { workUnitId: 'mill', name: 'quality' } } as const;
const LEVELS = (['metric', 'oee'] as const).flatMap((table) =>
  BUCKET_RESOLUTIONS.map((resolution) => [table, resolution] as const),
);

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  owner = plant.address();
  await provisionTestSchema(owner, DEFAULT_SCHEMA_SETTINGS);
  // Each minute: the watermark of the finest level is today's begin even just after midnight.
  const times = `generate_series(${iso(TODAY_MS - DAY_MS)}, now(), '1 minute') t`;
  await runSql(
    owner,
    `insert into metric select t, 'mill', 'load', extract(minute from t) from ${times}`,
    `insert into performance_metric select t, 'mill', 0.7, 0.8, 0.9, nullif(extract(minute from t), 15) / 60 from ${times}`,
  );
  await prepareAll(owner);
  parts = await startHistory(plant.address('taktline_reader'));
}, 60_000);

afterAll(async () => {
  parts?.close();
  await plant?.stop();
});

async function read(table: SeriesTable, resolution: BucketResolution, range: TimeRange) {
  parts.statements.splice(0);
  const series = [SERIES[table]];
  const [buckets] = await parts.reader.readBuckets({ table, resolution, series, range }, never);
  const sums = buckets?.sums.map((sum, at) => ((buckets.counts[at] ?? 0) > 0 ? sum : Number.NaN));
  return { sums, statements: parts.statements.map(({ name, outcome }) => `${name} ${outcome}`) };
}

/** Sums of the level's view over a range, bucket by bucket; NaN where nothing is counted. */
async function viewSums(table: SeriesTable, resolution: BucketResolution, range: TimeRange): Promise<Float64Array> {
  const { workUnitId, name } = SERIES[table];
  const [column, where] = table === 'metric' ? ['value', `and name = '${name}'`] : [name, ''];
  const rows = await readRows(
    owner,
    `select date_part('epoch', bucket) * 1000, ${column}_sum from ${table}_${resolution}
     where work_unit_id = '${workUnitId}' ${where} and bucket >= ${iso(range.fromMs)} and bucket < ${iso(range.toMs)}`,
  );
  const sums = new Float64Array((range.toMs - range.fromMs) / BUCKET_MS[resolution]).fill(Number.NaN);
  for (const [at, sum] of rows)
    sums[(Number(at) - range.fromMs) / BUCKET_MS[resolution]] = sum === null ? Number.NaN : Number(sum);
  return sums;
}

test.each(LEVELS)(
  '%s %s: what ends below the watermark is read from the store, and is what the view has',
  async (table, resolution) => {
    const range = { fromMs: TODAY_MS - DAY_MS, toMs: TODAY_MS };
    const { sums, statements } = await read(table, resolution, range);
    expect(statements).toEqual([`${resolution}-${table}-stored done`]);
    expect(sums?.some((sum) => sum > 0)).toBe(true);
    expect(sums).toEqual(await viewSums(table, resolution, range));
  },
);

test.each(LEVELS)(
  '%s %s: what reaches past the watermark is read from the view, newest rows included',
  async (table, resolution) => {
    const range = { fromMs: TODAY_MS, toMs: TODAY_MS + DAY_MS };
    await runSql(owner, `insert into metric values (now(), 'mill', 'load', 1000)`);
    const { sums, statements } = await read(table, resolution, range);
    expect(statements).toEqual([`${resolution}-${table} done`]);
    expect(sums).toEqual(await viewSums(table, resolution, range));
  },
);

test('a level that was dropped and made anew is read from its view until the next look', async () => {
  const range = { fromMs: TODAY_MS - DAY_MS, toMs: TODAY_MS };
  await runSql(
    owner,
    'drop materialized view oee_1day',
    "delete from taktline.preparation where view_name = 'oee_1day'",
  );
  await provisionTestSchema(owner, DEFAULT_SCHEMA_SETTINGS);
  await runSql(owner, 'grant select on oee_1day to taktline_reader');
  const { sums, statements } = await read('oee', '1day', range);
  expect(statements).toEqual(['1day-oee-stored failed', '1day-oee done']);
  expect(sums).toEqual(await viewSums('oee', '1day', range));
  await prepareAll(owner);
  await parts.lookup.look(never);
  expect((await read('oee', '1day', range)).statements).toEqual(['1day-oee-stored done']);
});

test('a role that may not read the store reads the view', async () => {
  const [row] = await readRows(
    owner,
    `select h.schema_name || '.' || h.table_name from _timescaledb_catalog.hypertable h
    join _timescaledb_catalog.continuous_agg a on a.mat_hypertable_id = h.id where a.user_view_name = 'metric_1hour'`,
  );
  await runSql(owner, `revoke select on ${row?.[0]} from taktline_reader`);
  await parts.lookup.look(never);
  const { statements } = await read('metric', '1hour', { fromMs: TODAY_MS - DAY_MS, toMs: TODAY_MS });
  expect(statements).toEqual(['1hour-metric done']);
});
