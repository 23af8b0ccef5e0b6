import type { MetricRows, OeeRows } from './simulated-plant';

/**
 * Statements that write samples: columns as arrays, both tables in one statement, so that it is one transaction and
 * one turn of the plant's single session. Tables are named by schema: a plant's role may have a path of its own.
 */

const METRIC_SOURCE = 'unnest($1::timestamptz[], $2::text[], $3::text[], $4::float8[])';
const OEE_SOURCE = 'unnest($5::timestamptz[], $6::text[], $7::float8[], $8::float8[], $9::float8[], $10::float8[])';
const METRIC_COLUMNS = 'public.metric (time, work_unit_id, name, value)';
const OEE_COLUMNS = 'public.performance_metric (time, work_unit_id, oee_score, availability, performance, quality)';

/** Writes sensor samples alone: most seconds have nothing else. */
export const INSERT_METRIC_ROWS = `INSERT INTO ${METRIC_COLUMNS} SELECT * FROM ${METRIC_SOURCE}`;

/** Writes samples of both tables at once. */
export const INSERT_ALL_ROWS = `WITH sensors AS (INSERT INTO ${METRIC_COLUMNS} SELECT * FROM ${METRIC_SOURCE})
INSERT INTO ${OEE_COLUMNS} SELECT * FROM ${OEE_SOURCE}`;

/**
 * Writes a block of the backfill and moves its mark in one transaction. Where the mark is not where this block begins
 * ($11), it was written before: nothing happens then. $12 is the block's end. Gives one row if it was written.
 */
export const INSERT_BACKFILL_BLOCK = `WITH mark AS (
  UPDATE taktline.demo_state SET filled_to = $12::timestamptz WHERE filled_to = $11::timestamptz RETURNING filled_to
), prepared AS (
  UPDATE taktline.preparation SET prepared_to = mark.filled_to, updated_at = clock_timestamp()
  FROM mark WHERE view_name IN ('metric', 'performance_metric')
), sensors AS (
  INSERT INTO ${METRIC_COLUMNS} SELECT sample.* FROM mark, ${METRIC_SOURCE} AS sample
), scores AS (
  INSERT INTO ${OEE_COLUMNS} SELECT sample.* FROM mark, ${OEE_SOURCE} AS sample
)
SELECT filled_to FROM mark`;

/** Parameters $1 to $4. */
export function metricParameters(rows: MetricRows): unknown[] {
  return [rows.timesMs.map(timestamp), rows.workUnitIds, rows.names, rows.values];
}

/** Parameters $5 to $10. */
export function oeeParameters(rows: OeeRows): unknown[] {
  return [
    rows.timesMs.map(timestamp),
    rows.workUnitIds,
    rows.oeeScores,
    rows.availabilities,
    rows.performances,
    rows.qualities,
  ];
}

/** A time in ms since the epoch as PostgreSQL reads it, whatever the session's time zone. */
export function timestamp(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
