import { AGGREGATE_LEVELS, FAMILIES, viewName } from '../../provisioning/levels';
import type { SqlClient } from '../../provisioning/sql-client';
import { timestamp } from './row-statements';
import { GOOD_COUNT_METRIC, STATE_METRIC, WORK_UNITS, type WorkUnitModel } from './work-units';

/** What the first start has still to do, in this order. */
export const DEMO_PHASES = ['rows', 'aggregates', 'policies', 'ready'] as const;
export type DemoPhase = (typeof DEMO_PHASES)[number];

/** How far the demo's first start has come; kept in the plant, so that a killed one goes on. Times in ms. */
export interface DemoState {
  readonly seed: number;
  readonly phase: DemoPhase;
  /** The backfill covers [backfillFromMs, liveFromMs): once a minute up to `fineFromMs`, at 1 Hz from there. */
  readonly backfillFromMs: number;
  readonly fineFromMs: number;
  readonly liveFromMs: number;
  /** End of what the backfill has written. */
  readonly filledToMs: number;
}

/** One row. Made by the demo itself, not by provisioning: no real plant has it, and a plant that has it is a demo. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS taktline.demo_state (
  only_row      boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
  seed          bigint      NOT NULL,
  phase         text        NOT NULL CHECK (phase IN ('rows', 'aggregates', 'policies', 'ready')),
  backfill_from timestamptz NOT NULL,
  fine_from     timestamptz NOT NULL,
  live_from     timestamptz NOT NULL,
  filled_to     timestamptz NOT NULL
)`;

/** Reads the state; undefined where the first start has not begun. */
export async function readDemoState(client: SqlClient): Promise<DemoState | undefined> {
  const table = await client.query("SELECT to_regclass('taktline.demo_state') IS NOT NULL AS found");
  if (table.rows[0]?.found !== true) return undefined;
  const { rows } = await client.query(
    'SELECT seed, phase, backfill_from, fine_from, live_from, filled_to FROM taktline.demo_state',
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    seed: Number(row.seed),
    phase: phaseOf(row.phase),
    backfillFromMs: timeOf(row.backfill_from),
    fineFromMs: timeOf(row.fine_from),
    liveFromMs: timeOf(row.live_from),
    filledToMs: timeOf(row.filled_to),
  };
}

/**
 * Begins the first start in one transaction: the state, and what every reader needs to tell "being prepared" from a
 * gap, before the first live row is there.
 */
export async function beginDemo(client: SqlClient, state: DemoState): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(CREATE_TABLE);
    await client.query(
      `INSERT INTO taktline.demo_state (seed, phase, backfill_from, fine_from, live_from, filled_to)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        state.seed,
        state.phase,
        timestamp(state.backfillFromMs),
        timestamp(state.fineFromMs),
        timestamp(state.liveFromMs),
        timestamp(state.filledToMs),
      ],
    );
    await client.query(
      `INSERT INTO taktline.preparation (view_name, prepared_from, prepared_to, target_to)
       SELECT view_name, $2::timestamptz, $2::timestamptz, $3::timestamptz FROM unnest($1::text[]) AS view_name
       ON CONFLICT (view_name) DO NOTHING`,
      [preparedViews(), timestamp(state.backfillFromMs), timestamp(state.liveFromMs)],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Moves on to the next phase. */
export async function enterPhase(client: SqlClient, phase: DemoPhase): Promise<void> {
  await client.query('UPDATE taktline.demo_state SET phase = $1', [phase]);
}

/** Makes the simulated units and their metrics known by name, unit and limits; `cadence_ms` is left to be measured. */
export async function describeUnits(client: SqlClient, units: readonly WorkUnitModel[] = WORK_UNITS): Promise<void> {
  await client.query(
    `INSERT INTO public.work_unit (work_unit_id, display_name, line, area)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) ON CONFLICT (work_unit_id) DO NOTHING`,
    [units.map((u) => u.id), units.map((u) => u.displayName), units.map((u) => u.line), units.map((u) => u.area)],
  );
  const definitions = units.flatMap((unit) => [
    ...unit.metrics.map((metric) => ({ ...metric, workUnitId: unit.id })),
    { workUnitId: unit.id, name: GOOD_COUNT_METRIC, displayName: 'Good pieces this shift', unit: 'pcs' },
    { workUnitId: unit.id, name: STATE_METRIC, displayName: 'State', unit: '' },
  ]);
  const column = (name: string) =>
    definitions.map((each) => (name in each ? (each[name as keyof typeof each] ?? null) : null));
  await client.query(
    `INSERT INTO public.metric_definition (work_unit_id, name, display_name, unit, low_limit, high_limit, target)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[], $7::float8[])
     ON CONFLICT (work_unit_id, name) DO NOTHING`,
    ['workUnitId', 'name', 'displayName', 'unit', 'lowLimit', 'highLimit', 'target'].map(column),
  );
}

function preparedViews(): string[] {
  const views = FAMILIES.flatMap((family) => AGGREGATE_LEVELS.map((level) => viewName(family, level)));
  return ['metric', 'performance_metric', ...views];
}

function phaseOf(value: unknown): DemoPhase {
  const phase = DEMO_PHASES.find((each) => each === value);
  if (phase === undefined) throw new Error(`taktline.demo_state holds an unknown phase: ${String(value)}.`);
  return phase;
}

function timeOf(value: unknown): number {
  if (!(value instanceof Date)) throw new TypeError('taktline.demo_state holds no time where one belongs');
  return value.getTime();
}
