import { connectPlant, type PlantAddress } from '../../src/main/plant/connection';
import { floorTo, SECOND_MS, type TimeRange } from '../../src/shared/time';

/** A unit that nobody simulates: it runs and stops as a test inserts it. */
export const STOPPING_UNIT = 'palletiser-1';
const CODES = { stopped: 0, running: 1 } as const;

export type StoppingState = keyof typeof CODES;

const PLANT_NOW = 'SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now_ms';
const INSERT = `INSERT INTO metric (time, work_unit_id, name, value)
  SELECT to_timestamp(at / 1000.0), $1, name, value
  FROM unnest($2::float8[], $3::float8[], $4::float8[]) AS row (at, state, temperature),
    LATERAL (VALUES ('state', state), ('temperature', temperature)) AS sample (name, value)`;

/** Inserts a state and a temperature for every second of `[fromMs, toMs)`, all in one statement. */
async function insertSeconds(
  plant: PlantAddress,
  range: (nowMs: number) => TimeRange,
  stateAt: (timeMs: number, range: TimeRange) => StoppingState,
): Promise<TimeRange> {
  const client = await connectPlant(plant, { applicationName: 'stopping-unit' });
  try {
    const nowMs = Number((await client.query(PLANT_NOW)).rows[0]?.now_ms);
    const whole = range(floorTo(nowMs, SECOND_MS));
    const times = Array.from(
      { length: (whole.toMs - whole.fromMs) / SECOND_MS },
      (_, at) => whole.fromMs + at * SECOND_MS,
    );
    await client.query(INSERT, [
      STOPPING_UNIT,
      times,
      times.map((timeMs) => CODES[stateAt(timeMs, whole)]),
      // A third is no number of few digits: what was written is what has to be read.
      times.map((timeMs) => 40 + ((timeMs / SECOND_MS / 3) % 7)),
    ]);
    return whole;
  } finally {
    await client.end();
  }
}

/** Half a minute of running up to now: makes the unit known. @returns what was inserted */
export function insertRunning(plant: PlantAddress): Promise<TimeRange> {
  return insertSeconds(
    plant,
    (nowMs) => ({ fromMs: nowMs - 30 * SECOND_MS, toMs: nowMs }),
    () => 'running',
  );
}

export interface InsertedStop {
  readonly whole: TimeRange;
  readonly stop: TimeRange;
}

/** From a moment up to now: ran, stood for the middle third, ran again. */
export async function insertStop(plant: PlantAddress, fromMs: number): Promise<InsertedStop> {
  const stopOf = ({ fromMs: beginMs, toMs }: TimeRange): TimeRange => {
    const thirdMs = floorTo((toMs - beginMs) / 3, SECOND_MS);
    return { fromMs: beginMs + thirdMs, toMs: beginMs + 2 * thirdMs };
  };
  const whole = await insertSeconds(
    plant,
    (nowMs) => ({ fromMs, toMs: nowMs }),
    (timeMs, range) => {
      const stop = stopOf(range);
      return timeMs >= stop.fromMs && timeMs < stop.toMs ? 'stopped' : 'running';
    },
  );
  return { whole, stop: stopOf(whole) };
}

/** A second of a state, now, as a machine tells it. */
export function insertNow(plant: PlantAddress, state: StoppingState): Promise<TimeRange> {
  return insertSeconds(
    plant,
    (nowMs) => ({ fromMs: nowMs, toMs: nowMs + SECOND_MS }),
    () => state,
  );
}

export interface PlantRow {
  readonly workUnitId: string;
  readonly timeMs: number;
  readonly value: number;
}

/** The rows of a metric of some units within `[fromMs, toMs)` as the plant has them, by unit in the given order and by time. */
export async function plantRows(
  plant: PlantAddress,
  name: string,
  workUnitIds: readonly string[],
  { fromMs, toMs }: TimeRange,
): Promise<readonly PlantRow[]> {
  const client = await connectPlant(plant, { applicationName: 'stopping-unit' });
  try {
    const { rows } = await client.query(
      `SELECT work_unit_id AS "workUnitId", (extract(epoch FROM time) * 1000)::float8 AS "timeMs", value
       FROM metric
       WHERE name = $1 AND work_unit_id = ANY ($2) AND time >= to_timestamp($3 / 1000.0) AND time < to_timestamp($4 / 1000.0)
       ORDER BY array_position($2, work_unit_id), time`,
      [name, workUnitIds, fromMs, toMs],
    );
    return rows;
  } finally {
    await client.end();
  }
}
