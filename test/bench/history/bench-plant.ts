import { connectPlant } from '../../../src/main/plant/connection';
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../src/shared/time';
import { startEmbeddedTestPlant, type TestPlant } from '../../support/embedded-plant';
import { BENCH_URL_VARIABLE, nativeTestServer, startNativeTestPlant } from '../../support/native-plant';

/** How much the bench's plant holds. Metric units sample once a minute, the fast one once a second. */
export interface Volume {
  readonly metricUnits: number;
  readonly metricDays: number;
  readonly wallUnits: number;
  readonly wallDays: number;
  readonly wallSampleMs: number;
  readonly fastHours: number;
}

/** On a server: 5.2 million rows, a year less a day (raw samples are kept for a year). */
const NATIVE_VOLUME: Volume = {
  metricUnits: 8,
  metricDays: 364,
  wallUnits: 24,
  wallDays: 28,
  wallSampleMs: MINUTE_MS,
  fastHours: 24,
};
/** On the embedded plant: 0.3 million rows, which it takes in within half a minute. */
const EMBEDDED_VOLUME: Volume = {
  metricUnits: 8,
  metricDays: 21,
  wallUnits: 24,
  wallDays: 8,
  wallSampleMs: 5 * MINUTE_MS,
  fastHours: 2,
};

export const SAMPLE_MS = MINUTE_MS;
export const FAST_SAMPLE_MS = SECOND_MS;
export const METRIC_NAME = 'temperature';
export const FAST_UNIT = 'fast-1';

/** A plant of the bench's own with what it is to hold. */
export interface BenchPlant {
  readonly plant: TestPlant;
  readonly volume: Volume;
  /** Whether an earlier run has filled it. */
  readonly isFilled: boolean;
  /** What the year-long series cover, and the wall's and the fast one; all end at the same full minute, before now or before the earlier run. */
  readonly metricRange: TimeRange;
  readonly wallRange: TimeRange;
  readonly fastRange: TimeRange;
  readonly metricUnits: readonly string[];
  readonly wallUnits: readonly string[];
}

/** Names a database on that server that an earlier run has filled, or that this one is to fill and leave there. */
const DATABASE_VARIABLE = 'TAKTLINE_BENCH_DATABASE';
/** Raw samples are kept for so long: what is older may be gone. */
const KEPT_MS = 365 * DAY_MS;

/**
 * Starts a plant: a database of the bench's own on the server of `TAKTLINE_BENCH_PLANT_URL`, else an embedded plant.
 * @throws Error where the database that is to be used again was filled too long ago, or not to the end
 */
export async function startBenchPlant(environment: NodeJS.ProcessEnv): Promise<BenchPlant> {
  const server = nativeTestServer(environment, BENCH_URL_VARIABLE);
  const keptAs = environment[DATABASE_VARIABLE];
  const plant =
    server === undefined
      ? await startEmbeddedTestPlant()
      : await startNativeTestPlant(server, { runJobs: false, ...(keptAs === undefined ? {} : { keptAs }) });
  const volume = server === undefined ? EMBEDDED_VOLUME : NATIVE_VOLUME;
  const filledToMs = await findFilledTo(plant);
  const endMs = filledToMs ?? floorTo(Date.now(), MINUTE_MS);
  if (endMs - volume.metricDays * DAY_MS < Date.now() - KEPT_MS) {
    throw new Error(`The database ${keptAs} was filled more than a day ago; drop it, or name another one.`);
  }
  const before = (lengthMs: number): TimeRange => ({ fromMs: endMs - lengthMs, toMs: endMs });
  return {
    plant,
    volume,
    isFilled: filledToMs !== undefined,
    metricRange: before(volume.metricDays * DAY_MS),
    wallRange: before(volume.wallDays * DAY_MS),
    fastRange: before(volume.fastHours * HOUR_MS),
    metricUnits: unitNames('press', volume.metricUnits),
    wallUnits: unitNames('cell', volume.wallUnits),
  };
}

/** The end of what an earlier run has filled in, ms since the epoch; undefined: nothing. */
async function findFilledTo(plant: TestPlant): Promise<number | undefined> {
  const client = await connectPlant(plant.address(), { applicationName: 'bench' });
  try {
    const { rows: tables } = await client.query("SELECT to_regclass('metric') IS NOT NULL AS there");
    if (tables[0]?.there !== true) return undefined;
    const { rows } = await client.query(
      'SELECT extract(epoch FROM max(time))::float8 * 1000 AS last_ms FROM metric WHERE work_unit_id <> $1',
      [FAST_UNIT],
    );
    const lastMs = rows[0]?.last_ms;
    const { rows: views } = await client.query(
      'SELECT bool_and(prepared_to >= target_to) AS done FROM taktline.preparation',
    );
    if (typeof lastMs === 'number' && views[0]?.done === true) return lastMs + SAMPLE_MS;
    throw new Error('The database was not filled to the end; drop it, or name another one.');
  } finally {
    await client.end();
  }
}

function unitNames(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}
