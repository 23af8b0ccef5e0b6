import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import type { Adoption } from '../../../../src/main/provisioning/adoption';
import { applyPlan } from '../../../../src/main/provisioning/apply';
import { makePlan, type PlanOptions } from '../../../../src/main/provisioning/plan';
import { planRemoval } from '../../../../src/main/provisioning/removal';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../../src/main/provisioning/sql-client';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { digestRows, dumpCatalogue } from './catalogue-dump';

/**
 * Whatever table others made, and however it is to be used: planning and applying reach the wanted state or refuse with a
 * reason, removing leaves the catalogue as it was, and every row is there and the same all the while.
 */

/** A table of years has hundreds of chunks, each with a statement or two of its own: `npm run test:long` takes the time. */
const IS_LONG = process.env.TAKTLINE_LONG !== undefined;
const RUNS = IS_LONG ? 8 : 3;
const LONGEST_DAYS = IS_LONG ? 900 : 30;

let plant: TestPlant;
let client: PlantConnection;

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
});

afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

const TABLE = `public."Sample's ""table"""`;
const KEYS = {
  none: undefined,
  id: 'PRIMARY KEY (id)',
  'id and time': 'PRIMARY KEY ("At", id)',
  'an expression': 'CREATE UNIQUE INDEX ON',
} as const;

const UNITS = {
  text: `'unit ' || n % 3`,
  'varchar(20)': `'unit ' || n % 3`,
  integer: 'n % 3',
  uuid: `md5((n % 3)::text)::uuid`,
  date: `date '2026-01-01'`,
};
/** The first one six times in seven or so, the others now and then. */
function often<T>(usual: T | fc.Arbitrary<T>, ...others: readonly T[]): fc.Arbitrary<T> {
  const arbitrary = typeof usual === 'object' ? (usual as fc.Arbitrary<T>) : fc.constant(usual as T);
  return fc.oneof(
    { arbitrary, weight: 6 * others.length },
    ...others.map((other) => ({ arbitrary: fc.constant(other), weight: 1 })),
  );
}

const foreignTable = fc.record({
  // What cannot be aggregated comes more seldom than what can: each run is to try the long way.
  time: often<string>('timestamptz NOT NULL', 'timestamptz', 'timestamp NOT NULL'),
  unit: often<keyof typeof UNITS>(fc.constantFrom('text', 'varchar(20)', 'integer', 'uuid'), 'date'),
  value: often<string>(fc.constantFrom('real', 'double precision', 'numeric', 'smallint', 'boolean'), 'text'),
  key: fc.constantFrom(...(Object.keys(KEYS) as (keyof typeof KEYS)[])),
  rows: fc.constantFrom(0, 1, 300),
  days: fc.integer({ min: 1, max: LONGEST_DAYS }),
  chunkDays: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
  adoption: often<Adoption>('convert', 'auto', 'read-only'),
  liveUpdates: fc.constantFrom('wake-ups' as const, 'as-is' as const),
});

const VALUES = { boolean: 'n % 2 = 0', text: `'a'`, smallint: '(n % 1000)::smallint' };

type ForeignTable = typeof foreignTable extends fc.Arbitrary<infer T> ? T : never;

async function make(table: ForeignTable): Promise<void> {
  const constraint = table.key === 'an expression' ? undefined : KEYS[table.key];
  await client.query(
    `CREATE TABLE ${TABLE} (id serial, "At" ${table.time}, unit ${table.unit}, name text, value ${table.value}${constraint === undefined ? '' : `, ${constraint}`})`,
  );
  if (table.key === 'an expression') await client.query(`CREATE UNIQUE INDEX odd ON ${TABLE} ((id + 1)) WHERE id > 0`);
  const value = VALUES[table.value as keyof typeof VALUES] ?? 'n / 3.0';
  await client.query(
    `INSERT INTO ${TABLE} ("At", unit, name, value) SELECT now() - n * $2::float8 * interval '1 day' / 300,
      ${UNITS[table.unit]}, 'speed', CASE WHEN n % 40 <> 0 THEN ${value} END FROM generate_series(1, $1::int) n`,
    [table.rows, table.days],
  );
  if (table.chunkDays === undefined) return;
  await client
    .query(`SELECT create_hypertable($1::regclass, by_range('At', $2::interval), migrate_data => true)`, [
      TABLE,
      `${table.chunkDays} days`,
    ])
    .catch((error: { code?: string }) => {
      // A key without the time: then it is a plain table.
      if (error.code === undefined) throw error;
    });
}

test('planning and applying reach the wanted state or refuse, removing leaves no trace, and no row is gone or changed', async () => {
  const outcomes = { made: 0, read: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(foreignTable, async (table) => {
      await make(table);
      const before = await dumpCatalogue(client);
      const rows = await digestRows(client, TABLE);
      const column = 'At';
      const place = {
        schema: 'public',
        table: `Sample's "table"`,
        time: table.time.startsWith('timestamptz')
          ? ({ column, kind: 'timestamptz' } as const)
          : ({ column, kind: 'timestamp', zone: 'Europe/Berlin' } as const),
        workUnitId: 'unit',
      };
      const noScores = { oeeScore: null, availability: null, performance: null, quality: null };
      const wanted: PlanOptions = {
        liveUpdates: table.liveUpdates,
        // The same table for the other family, read alone: so that nothing of ours stands beside it.
        adoption: { metric: table.adoption, oee: 'read-only' },
        tables: {
          metric: { ...place, name: 'name', value: 'value' },
          oee: { ...place, ...noScores, scale: 'fraction' },
        },
      };
      const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, wanted);
      const plan = await replan(client);
      if (plan.problems.length > 0) {
        outcomes.refused += 1;
        await expect(applyPlan(client, plan, replan)).rejects.toMatchObject({ code: 'refused' });
        for (const problem of plan.problems) expect(problem).toMatch(/"read-only"/);
      } else {
        if (plan.steps.length === 0) {
          outcomes.read += 1;
          expect(plan.notes.join(' ')).toMatch(/read as it is \(read-only\)/);
        } else outcomes.made += 1;
        expect(await applyPlan(client, plan, replan)).toMatchObject({ steps: [], problems: [] });
        expect(await digestRows(client, TABLE)).toEqual(rows);
        expect(await applyPlan(client, await planRemoval(client), planRemoval)).toMatchObject({ steps: [], notes: [] });
      }
      expect(await dumpCatalogue(client)).toEqual(before);
      expect(await digestRows(client, TABLE)).toEqual(rows);
      await client.query(`DROP TABLE ${TABLE}`);
    }),
    { numRuns: RUNS, endOnFailure: true },
  );
  console.log(`${outcomes.made} adopted and taken back, ${outcomes.read} only read, ${outcomes.refused} refused`);
  expect(outcomes.made + outcomes.read + outcomes.refused).toBe(RUNS);
}, 300_000);
