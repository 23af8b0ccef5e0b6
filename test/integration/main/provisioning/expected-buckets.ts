import { expect } from 'vitest';
import type { PlantConnection } from '../../../../src/main/plant/connection';
import {
  AGGREGATE_LEVELS,
  BUCKET_MS,
  type Family,
  RAW_TABLE,
  viewName,
} from '../../../../src/main/provisioning/levels';

/**
 * Equality with raw as the architecture defines it, with an oracle of its own: raw rows are read and bucketed here, in
 * JavaScript. Count, min, max and bad_count agree exactly, sums within 1e-12 of the sum of magnitudes.
 */

const SCORES = ['oee_score', 'availability', 'performance', 'quality'] as const;
const COLUMNS: Readonly<Record<Family, readonly string[]>> = { metric: ['value'], oee: SCORES };
const SERIES_KEY: Readonly<Record<Family, string>> = { metric: `work_unit_id || '/' || name`, oee: 'work_unit_id' };

interface Statistics {
  sum: number;
  sumOfMagnitudes: number;
  count: number;
  min: number | null;
  max: number | null;
}

interface Bucket {
  badCount: number;
  readonly columns: Map<string, Statistics>;
}

/**
 * Reads raw rows and every view of the units and compares them.
 * @param source of the raw rows, under the names of our own columns: a table, or a subquery with its alias
 * @returns the raw rows looked at
 */
export async function expectLevelsEqualRaw(
  client: PlantConnection,
  family: Family,
  units: readonly string[],
  source: string = RAW_TABLE[family],
): Promise<number> {
  const columns = COLUMNS[family];
  const raw = await client.query(
    `SELECT extract(epoch FROM "time")::float8 * 1000 AS at_ms, ${SERIES_KEY[family]} AS series, ${columns.join(', ')}
      FROM ${source} WHERE work_unit_id = ANY($1)`,
    [units],
  );
  for (const level of AGGREGATE_LEVELS) {
    const expected = expectedBuckets(raw.rows, columns, BUCKET_MS[level]);
    const view = viewName(family, level);
    const { rows } = await client.query(
      `SELECT *, extract(epoch FROM bucket)::float8 * 1000 AS at_ms, ${SERIES_KEY[family]} AS series
        FROM ${view} WHERE work_unit_id = ANY($1)`,
      [units],
    );
    const differences: string[] = [];
    const seen = new Set<string>();
    for (const row of rows) {
      const key = `${row.series}@${row.at_ms}`;
      if (seen.has(key)) differences.push(`${key} is there twice`);
      seen.add(key);
      differences.push(...compare(key, row, expected.get(key), columns));
    }
    for (const key of expected.keys()) if (!seen.has(key)) differences.push(`${key} is missing`);
    expect(differences.slice(0, 5), view).toEqual([]);
  }
  return raw.rows.length;
}

function expectedBuckets(
  rows: readonly Record<string, unknown>[],
  columns: readonly string[],
  bucketMs: number,
): Map<string, Bucket> {
  const buckets = new Map<string, Bucket>();
  for (const row of rows) {
    const key = `${row.series}@${Math.floor(Number(row.at_ms) / bucketMs) * bucketMs}`;
    const bucket = buckets.get(key) ?? { badCount: 0, columns: new Map() };
    buckets.set(key, bucket);
    for (const column of columns) {
      const value = row[column];
      const into = bucket.columns.get(column) ?? { sum: 0, sumOfMagnitudes: 0, count: 0, min: null, max: null };
      bucket.columns.set(column, into);
      if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 1e150) bucket.badCount += 1;
      else add(into, value);
    }
  }
  return buckets;
}

function add(into: Statistics, value: number): void {
  into.sum += value;
  into.sumOfMagnitudes += Math.abs(value);
  into.count += 1;
  into.min = into.min === null ? value : Math.min(into.min, value);
  into.max = into.max === null ? value : Math.max(into.max, value);
}

function compare(
  key: string,
  row: Record<string, unknown>,
  expected: Bucket | undefined,
  columns: readonly string[],
): string[] {
  if (expected === undefined) return [`${key} should not be there`];
  const differences: string[] = [];
  if (row.bad_count !== expected.badCount) differences.push(`${key} bad ${row.bad_count}, not ${expected.badCount}`);
  for (const column of columns) {
    const of = expected.columns.get(column);
    if (of === undefined) continue;
    for (const [name, value] of [
      ['count', of.count],
      ['min', of.min],
      ['max', of.max],
    ] as const) {
      const got = row[`${column}_${name}`];
      if (got !== value) differences.push(`${key} ${column}_${name} ${got}, not ${value}`);
    }
    const sum = row[`${column}_sum`];
    const sumAgrees = of.count === 0 ? sum === null : Math.abs(Number(sum) - of.sum) <= 1e-12 * of.sumOfMagnitudes;
    if (!sumAgrees) differences.push(`${key} ${column}_sum ${sum}, not ${of.sum}`);
  }
  return differences;
}
