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
  /** What the year-long series cover, and the wall's and the fast one; all end at the same full minute before now. */
  readonly metricRange: TimeRange;
  readonly wallRange: TimeRange;
  readonly fastRange: TimeRange;
  readonly metricUnits: readonly string[];
  readonly wallUnits: readonly string[];
}

/** Starts an empty plant: a database of its own on the server of `TAKTLINE_BENCH_PLANT_URL`, else an embedded plant. */
export async function startBenchPlant(environment: NodeJS.ProcessEnv): Promise<BenchPlant> {
  const server = nativeTestServer(environment, BENCH_URL_VARIABLE);
  const plant =
    server === undefined ? await startEmbeddedTestPlant() : await startNativeTestPlant(server, { runJobs: false });
  const volume = server === undefined ? EMBEDDED_VOLUME : NATIVE_VOLUME;
  const endMs = floorTo(Date.now(), MINUTE_MS);
  const before = (lengthMs: number): TimeRange => ({ fromMs: endMs - lengthMs, toMs: endMs });
  return {
    plant,
    volume,
    metricRange: before(volume.metricDays * DAY_MS),
    wallRange: before(volume.wallDays * DAY_MS),
    fastRange: before(volume.fastHours * HOUR_MS),
    metricUnits: unitNames('press', volume.metricUnits),
    wallUnits: unitNames('cell', volume.wallUnits),
  };
}

function unitNames(kind: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${kind}-${index + 1}`);
}
