import type { PlantConnection } from '../../../../src/main/plant/connection';

export interface MetricRow {
  readonly timeMs: number;
  readonly unit: string;
  readonly name: string;
  readonly value: number | null;
}

export interface ScoreRow {
  readonly timeMs: number;
  readonly unit: string;
  /** OEE, availability, performance, quality. */
  readonly scores: readonly (number | null)[];
}

/** A seeded generator of numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What must be left out of sums and counted as bad. */
export const BAD_VALUES = [
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e151,
  -1e151,
  1.7e308,
];

export async function insertMetrics(client: PlantConnection, rows: readonly MetricRow[]): Promise<void> {
  await client.query(
    `INSERT INTO metric ("time", work_unit_id, name, value)
      SELECT to_timestamp(at_ms / 1000), unit, name, value
      FROM unnest($1::float8[], $2::text[], $3::text[], $4::float8[]) AS r(at_ms, unit, name, value)`,
    [rows.map((r) => r.timeMs), rows.map((r) => r.unit), rows.map((r) => r.name), rows.map((r) => r.value)],
  );
}

export async function insertScores(client: PlantConnection, rows: readonly ScoreRow[]): Promise<void> {
  await client.query(
    `INSERT INTO performance_metric ("time", work_unit_id, oee_score, availability, performance, quality)
      SELECT to_timestamp(at_ms / 1000), unit, o, a, p, q
      FROM unnest($1::float8[], $2::text[], $3::float8[], $4::float8[], $5::float8[], $6::float8[]) AS r(at_ms, unit, o, a, p, q)`,
    [
      rows.map((r) => r.timeMs),
      rows.map((r) => r.unit),
      ...[0, 1, 2, 3].map((score) => rows.map((r) => r.scores[score] ?? null)),
    ],
  );
}

/** Runs every policy and job of ours once: refreshes bottom-up, in whatever order they were made, then all others. */
export async function runAllJobs(client: PlantConnection): Promise<void> {
  const { rows } = await client.query(
    `SELECT job_id FROM timescaledb_information.jobs j LEFT JOIN timescaledb_information.continuous_aggregates a
        ON j.hypertable_name IN (a.materialization_hypertable_name, a.view_name)
      WHERE job_id >= 1000
      ORDER BY proc_name <> 'policy_refresh_continuous_aggregate',
        array_position(ARRAY['1min', '5min', '1hour', '1day'], split_part(a.view_name, '_', 2)), job_id`,
  );
  for (const row of rows) await client.query(`CALL run_job(${Number(row.job_id)})`);
}
