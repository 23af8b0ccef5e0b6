import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { type PreparationProgress, prepareAggregates } from '../../../../src/main/provisioning/prepare-aggregates';
import { DEMO_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { type EmbeddedTestPlant, startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { expectLevelsEqualRaw } from './expected-buckets';
import { insertMetrics, runAllJobs } from './sample-rows';

const HOUR_MS = 3_600_000;

let plant: TestPlant;
let client: PlantConnection;
const nowMs = Date.now();
const UNITS = ['mill-1', 'mill-2'];

beforeAll(async () => {
  // A policy that refreshes at the same time as we do takes ranges off our hands, and is not done when we are.
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address(), DEMO_SCHEMA_SETTINGS);
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

/** 30 hours once every two minutes with a hole of 5 hours, then 20 minutes of 1 Hz in 36 series more. */
async function insertHistory(): Promise<void> {
  const times = `SELECT to_timestamp($1::float8 / 1000) - m * interval '1 minute' AS t FROM generate_series(0, 1800, 2) AS m
    WHERE m NOT BETWEEN 600 AND 900`;
  await client.query(
    `INSERT INTO metric SELECT t, unit, 'temperature', extract(minute FROM t) + random() FROM (${times}) AS times, unnest($2::text[]) AS unit`,
    [nowMs, UNITS],
  );
  await client.query(
    `INSERT INTO performance_metric SELECT t, unit, random(), random(), random(), 1 FROM (${times}) AS times, unnest($2::text[]) AS unit`,
    [nowMs, UNITS],
  );
  await client.query(
    `INSERT INTO metric SELECT to_timestamp($1::float8 / 1000) - s * interval '1 second', 'dense', 'm' || m, random()
      FROM generate_series(0, 1200) AS s, generate_series(1, 36) AS m`,
    [nowMs],
  );
}

/** The plant's own processor time of our longest statement since the last look; undefined where only a clock would tell. */
async function longestCpuMs(): Promise<number | undefined> {
  if (!isEmbedded(plant)) return undefined;
  const { holds } = await plant.supervisor.stats({ reset: true });
  return holds.find(({ applicationName }) => applicationName === 'taktline test')?.longestCpuMs;
}

function isEmbedded(each: TestPlant): each is EmbeddedTestPlant {
  return each.engine === 'embedded';
}

async function preparedTo(): Promise<Record<string, number>> {
  const { rows } = await client.query(
    'SELECT view_name, extract(epoch FROM prepared_to)::float8 * 1000 AS at_ms FROM taktline.preparation',
  );
  return Object.fromEntries(rows.map((row) => [String(row.view_name), Number(row.at_ms)]));
}

/** Prepares until the signal falls after `windows` windows; undefined when it came to the end before. */
async function prepareAndStopAfter(windows: number): Promise<PreparationProgress[]> {
  const abort = new AbortController();
  const seen: PreparationProgress[] = [];
  const onProgress = (progress: PreparationProgress) => {
    seen.push(progress);
    if (seen.length === windows) abort.abort(new Error('stopped by the test'));
  };
  await expect(prepareAggregates(client, { nowMs, signal: abort.signal, onProgress })).rejects.toThrow(
    'stopped by the test',
  );
  return seen;
}

test('preparation can be stopped anywhere, resumes where it was, and never hides a row', async () => {
  await insertHistory();
  for (const windows of [1, 9, 20]) {
    const before = await preparedTo();
    const seen = await prepareAndStopAfter(windows);
    const after = await preparedTo();
    // Each view that was worked on stands where it was last reported, and none has gone back.
    const last = new Map(seen.map((progress) => [progress.viewName, progress.preparedToMs]));
    for (const [view, preparedToMs] of last) expect(after[view]).toBeGreaterThanOrEqual(preparedToMs);
    for (const [view, earlierMs] of Object.entries(before)) expect(after[view]).toBeGreaterThanOrEqual(earlierMs);
    await expectLevelsEqualRaw(client, 'metric', UNITS);
    await expectLevelsEqualRaw(client, 'oee', UNITS);
  }
});

test('it ends at the start of the current bucket of each level, with no statement above 500 ms', async () => {
  const fractions: number[] = [];
  await longestCpuMs();
  const { longestMs } = await prepareAggregates(client, {
    nowMs,
    onProgress: ({ fraction }) => fractions.push(fraction),
  });
  const cpuMs = await longestCpuMs();
  console.log(
    `preparation: longest single refresh ${longestMs.toFixed(0)} ms by the clock, ${cpuMs?.toFixed(0)} ms of processor time`,
  );
  // By the clock, other programs of a busy machine count as well.
  if (isEmbedded(plant)) expect(cpuMs).toBeLessThan(500);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
  const floor = (bucketMs: number) => Math.floor(nowMs / bucketMs) * bucketMs;
  const ends = { '1min': floor(60_000), '5min': floor(300_000), '1hour': floor(HOUR_MS), '1day': floor(24 * HOUR_MS) };
  expect(await preparedTo()).toEqual(
    Object.fromEntries(
      ['metric', 'oee'].flatMap((family) =>
        Object.entries(ends).map(([level, endMs]) => [`${family}_${level}`, endMs]),
      ),
    ),
  );
  const { rows } = await client.query(
    'SELECT count(*) AS open FROM taktline.preparation WHERE prepared_to <> target_to',
  );
  expect(rows).toEqual([{ open: 0 }]);
  await expectLevelsEqualRaw(client, 'metric', [...UNITS, 'dense']);
  await expectLevelsEqualRaw(client, 'oee', UNITS);
});

test('rows that come into the current bucket afterwards are seen at once at every level', async () => {
  await insertMetrics(client, [{ timeMs: Date.now(), unit: 'mill-1', name: 'temperature', value: 42 }]);
  await expectLevelsEqualRaw(client, 'metric', UNITS);
});

test('done once, it asks nothing more of the plant', async () => {
  let refreshes = 0;
  await prepareAggregates(client, { nowMs, onProgress: () => refreshes++ });
  expect(refreshes).toBe(0);
});

test('policies and jobs that come after it leave every level equal to raw', async () => {
  await runAllJobs(client);
  await expectLevelsEqualRaw(client, 'metric', UNITS);
  await expectLevelsEqualRaw(client, 'oee', UNITS);
});
