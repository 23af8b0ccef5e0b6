import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { prepareAggregates } from '../../../../src/main/provisioning/prepare-aggregates';
import { refreshRange } from '../../../../src/main/provisioning/refresh-range';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { expectLevelsEqualRaw } from './expected-buckets';
import {
  BAD_VALUES,
  insertMetrics,
  insertScores,
  type MetricRow,
  runAllJobs,
  type ScoreRow,
  seededRandom,
} from './sample-rows';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const UNITS = ['good-1', 'bad-1'];
let plant: TestPlant;
let client: PlantConnection;
let nowMs: number;

beforeAll(async () => {
  // A policy that refreshes at the same time as we do takes ranges off our hands, and is not done when we are.
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address());
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  nowMs = Date.now();
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

/** Two days up to now: 0 to 4 samples a minute, duplicates of one time, every bad kind in one unit and none in the other. */
function unevenRows(): { metrics: MetricRow[]; scores: ScoreRow[] } {
  const random = seededRandom(7);
  const metrics: MetricRow[] = [];
  const scores: ScoreRow[] = [];
  const firstMinuteMs = Math.floor((nowMs - 2 * DAY_MS) / MINUTE_MS) * MINUTE_MS;
  for (let minuteMs = firstMinuteMs; minuteMs < nowMs - MINUTE_MS; minuteMs += 5 * MINUTE_MS) {
    for (let sample = 0; sample < Math.floor(random() * 5); sample++) {
      const timeMs = minuteMs + Math.floor(random() * 3 * MINUTE_MS);
      const value = (random() - 0.5) * 10 ** Math.floor(random() * 12 - 6);
      metrics.push({ timeMs, unit: 'good-1', name: 'temperature', value });
      if (random() < 0.2) metrics.push({ timeMs, unit: 'good-1', name: 'temperature', value: value / 3 });
      const isBad = random() < 0.5;
      const odd = isBad ? (BAD_VALUES[Math.floor(random() * BAD_VALUES.length)] ?? null) : value;
      metrics.push({ timeMs, unit: 'bad-1', name: 'temperature', value: odd });
      scores.push({ timeMs, unit: 'good-1', scores: [random(), random(), 1.1 * random(), random()] });
      scores.push({ timeMs, unit: 'bad-1', scores: [isBad ? odd : random(), random(), odd, isBad ? null : 1] });
    }
  }
  // Each bad kind at least once, a bucket of bad values alone, and the largest good values.
  BAD_VALUES.forEach((value, i) => {
    metrics.push({ timeMs: firstMinuteMs + 30 * MINUTE_MS + i, unit: 'bad-1', name: 'only bad', value });
    metrics.push({
      timeMs: firstMinuteMs + 90 * MINUTE_MS,
      unit: 'bad-1',
      name: 'largest',
      value: i % 2 === 0 ? 1e150 : -1e150,
    });
    scores.push({ timeMs: firstMinuteMs + 30 * MINUTE_MS, unit: 'bad-1', scores: [value, value, value, value] });
  });
  return { metrics, scores };
}

async function expectEqual(): Promise<void> {
  expect(await expectLevelsEqualRaw(client, 'metric', UNITS)).toBeGreaterThan(1_000);
  expect(await expectLevelsEqualRaw(client, 'oee', UNITS)).toBeGreaterThan(1_000);
}

describe('every level equals raw', () => {
  test('before any refresh, computed on reading', async () => {
    const { metrics, scores } = unevenRows();
    await insertMetrics(client, metrics);
    await insertScores(client, scores);
    await expectEqual();
  });

  test('after the first preparation', async () => {
    await prepareAggregates(client, { nowMs });
    await expectEqual();
  });

  test('after every job has run', async () => {
    await runAllJobs(client);
    await expectEqual();
  });

  test('after late rows and refreshRange over them, bad ones included', async () => {
    const lateMs = Math.floor((nowMs - 30 * HOUR_MS) / MINUTE_MS) * MINUTE_MS + 1_234;
    const late = [1, Number.NaN, 2.5, 1.7e308].map((value, i) => ({ timeMs: lateMs + i * 40_000, value }));
    await insertMetrics(
      client,
      late.map((row) => ({ ...row, unit: 'bad-1', name: 'temperature' })),
    );
    await insertMetrics(client, [{ timeMs: lateMs, unit: 'good-1', name: 'temperature', value: 12.5 }]);
    await insertScores(client, [{ timeMs: lateMs, unit: 'good-1', scores: [0.5, null, 0.25, 1] }]);
    const range = { fromMs: lateMs, toMs: lateMs + 3 * MINUTE_MS, nowMs };
    const seen: number[] = [];
    await refreshRange(client, { table: 'metric', ...range, onProgress: ({ fraction }) => seen.push(fraction) });
    await refreshRange(client, { table: 'oee', ...range });
    await expectEqual();
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  test('after a row 6.9 days late, once the jobs have run', async () => {
    const timeMs = nowMs - 6.9 * DAY_MS;
    await insertMetrics(client, [{ timeMs, unit: 'good-1', name: 'temperature', value: 99 }]);
    await runAllJobs(client);
    await expectEqual();
  });

  test('after corrected and deleted rows and refreshRange', async () => {
    const fromMs = nowMs - 20 * HOUR_MS;
    const toMs = fromMs + 2 * HOUR_MS;
    const range = [fromMs, toMs].map((ms) => new Date(ms).toISOString());
    await client.query(
      `UPDATE metric SET value = value + 1 WHERE "time" >= $1 AND "time" < $2 AND value < 1e100`,
      range,
    );
    await client.query(
      `DELETE FROM metric WHERE "time" >= $1 AND "time" < $1::timestamptz + interval '50 minutes' AND "time" < $2`,
      range,
    );
    await refreshRange(client, { table: 'metric', fromMs, toMs, nowMs });
    await expectEqual();
  });
});

test('the bad scores of each score can be told from the columns of its bucket', async () => {
  const { rows } = await client.query(
    `SELECT (bad_count + oee_score_count + availability_count + performance_count + quality_count) / 4 AS row_count,
        (SELECT count(*) FROM performance_metric p WHERE p.work_unit_id = o.work_unit_id
          AND p."time" >= o.bucket AND p."time" < o.bucket + interval '1 hour') AS raw_count
      FROM oee_1hour o WHERE work_unit_id = 'bad-1' AND bad_count > 0`,
  );
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) expect(row.row_count).toBe(row.raw_count);
});

test('an empty range is refused', async () => {
  await expect(refreshRange(client, { table: 'metric', fromMs: 5, toMs: 5, nowMs })).rejects.toThrow(/is empty/);
});
