import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { provisionSchema } from '../../../src/main/provisioning/apply';
import { prepareAggregates } from '../../../src/main/provisioning/prepare-aggregates';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import { DAY_MS, type TimeRange } from '../../../src/shared/time';
import { type BenchPlant, FAST_SAMPLE_MS, FAST_UNIT, METRIC_NAME, SAMPLE_MS } from './bench-plant';

/** One statement of the filling covers so much time of all units: short enough for the embedded plant's one session. */
const FILL_STEP_MS = 14 * DAY_MS;
/** Nobody waits behind a window of the preparation here, so it is as long as one statement may be. */
const PREPARE_WINDOW_MS = 28 * DAY_MS;
const LONG_STATEMENT_MS = 600_000;
/** Once a week every unit stands still for ninety minutes, each at an hour of its own: a gap is a gap. */
const OUTAGE_EVERY_S = 604_800;
const OUTAGE_S = 5_400;

/** A session for filling: as the plant's owner, for statements of minutes. */
export function connectFiller(plant: BenchPlant): Promise<PlantConnection> {
  return connectPlant(plant.plant.address(), {
    applicationName: 'bench filling',
    statementTimeoutMs: LONG_STATEMENT_MS,
  });
}

/** Makes schema and aggregates and fills the tables on the server itself; the aggregates stay empty. */
export async function fillPlant(client: PlantConnection, plant: BenchPlant): Promise<number> {
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates'] });
  await inSteps(plant.metricRange, async (range) => {
    await insertMetric(client, plant.metricUnits, range, SAMPLE_MS);
  });
  await insertMetric(client, [FAST_UNIT], plant.fastRange, FAST_SAMPLE_MS);
  await inSteps(plant.wallRange, async (range) =>
    insertScores(client, plant.wallUnits, range, plant.volume.wallSampleMs),
  );
  const { rows } = await client.query(
    'SELECT (SELECT count(*) FROM metric) + (SELECT count(*) FROM performance_metric) AS count',
  );
  return Number(rows[0]?.count);
}

/** Materialises every level; where the signal aborts it stays as far as it is. */
export async function prepareAll(client: PlantConnection, signal?: AbortSignal, onWindow?: () => void): Promise<void> {
  await prepareAggregates(client, {
    nowMs: Date.now(),
    maxWindowMs: PREPARE_WINDOW_MS,
    // To a clock that stands still every window is quick: none is made shorter.
    clockMs: () => 0,
    ...(signal === undefined ? {} : { signal }),
    ...(onWindow === undefined ? {} : { onProgress: onWindow }),
  });
}

/** What the policies would have done by now: old chunks compressed; and what autovacuum would have: statistics. */
export async function compressOld(client: PlantConnection): Promise<void> {
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS);
  const { levels, metric } = DEFAULT_SCHEMA_SETTINGS;
  const aged: readonly (readonly [string, string | undefined])[] = [
    ...['metric', 'performance_metric'].map((table) => [table, metric.compressAfter] as const),
    ...['metric_1min', 'oee_1min'].map((view) => [view, levels['1min'].compressAfter] as const),
    ...['metric_5min', 'oee_5min'].map((view) => [view, levels['5min'].compressAfter] as const),
  ];
  for (const [relation, age] of aged) {
    await client.query(
      'SELECT compress_chunk(c, if_not_compressed => true) FROM show_chunks($1::regclass, older_than => $2::interval) c',
      [relation, age],
    );
  }
  await client.query('VACUUM ANALYZE');
}

async function inSteps(range: TimeRange, insert: (range: TimeRange) => Promise<void>): Promise<void> {
  for (let fromMs = range.fromMs; fromMs < range.toMs; fromMs += FILL_STEP_MS) {
    await insert({ fromMs, toMs: Math.min(range.toMs, fromMs + FILL_STEP_MS) });
  }
}

/** Units × times without the outages: `u` numbers the unit, `s` is the time in seconds, `noise` is 0..1 and always the same. */
const GRID = `
  FROM unnest($1::text[]) WITH ORDINALITY AS units(unit, u)
  CROSS JOIN generate_series($2::timestamptz, $3::timestamptz - INTERVAL '1 microsecond', $4::interval) t
  CROSS JOIN LATERAL (SELECT date_part('epoch', t) AS s) seconds
  CROSS JOIN LATERAL (SELECT abs(hashint8((s * 31 + u)::bigint)::float8) / 2147483648 AS noise) randomness
  WHERE (s::bigint + u * 25000) % ${OUTAGE_EVERY_S} >= ${OUTAGE_S}
  ORDER BY t, u`;

/** A slow wave with noise; about one sample in 10,000 is bad. */
async function insertMetric(
  client: PlantConnection,
  units: readonly string[],
  range: TimeRange,
  everyMs: number,
): Promise<void> {
  await client.query(
    `INSERT INTO metric (time, work_unit_id, name, value)
     SELECT t, unit, '${METRIC_NAME}', CASE WHEN noise < 0.0001 THEN 'NaN' ELSE 60 + u + 8 * sin(s / 7200 + u) + noise END
     ${GRID}`,
    gridValues(units, range, everyMs),
  );
}

async function insertScores(
  client: PlantConnection,
  units: readonly string[],
  range: TimeRange,
  everyMs: number,
): Promise<void> {
  await client.query(
    `INSERT INTO performance_metric (time, work_unit_id, oee_score, availability, performance, quality)
     SELECT t, unit, 0.5 + noise / 3, 0.8 + noise / 6, 0.7 + noise / 4, 0.95 + noise / 25
     ${GRID}`,
    gridValues(units, range, everyMs),
  );
}

function gridValues(units: readonly string[], range: TimeRange, everyMs: number): unknown[] {
  return [units, new Date(range.fromMs).toISOString(), new Date(range.toMs).toISOString(), `${everyMs} milliseconds`];
}
