import { connectPlant } from '../../src/main/plant/connection';
import { startEmbeddedTestPlant } from '../support/embedded-plant';
import { BENCH_URL_VARIABLE, nativeTestServer, startNativeTestPlant } from '../support/native-plant';
import type { BenchContext, Figure } from './figure';
import { type BatchTimes, measureRate } from './ingest/batches';
import { makeTwinTables, ROWS_PER_BATCH, TWINS } from './ingest/twin-tables';

/** Rows a second, and how many batches of each kind are measured: half a minute at most. */
const RATES = [
  { rowsPerSecond: 1_000, batches: 30 },
  { rowsPerSecond: 10_000, batches: 200 },
  { rowsPerSecond: 50_000, batches: 600 },
] as const;
const WARM_UP = { rowsPerSecond: 50_000, batches: 60 };

/**
 * What our trigger costs a writer: batches of 1,000 rows, one statement and transaction each, into a hypertable with it
 * and into a twin without, by turns, while a session listens for every unit. In a database of its own on the server of
 * `TAKTLINE_BENCH_PLANT_URL`, else on an embedded plant.
 */
export async function run({ say }: BenchContext): Promise<readonly Figure[]> {
  const server = nativeTestServer(process.env, BENCH_URL_VARIABLE);
  const plant =
    server === undefined ? await startEmbeddedTestPlant() : await startNativeTestPlant(server, { runJobs: false });
  try {
    const owner = await connectPlant(plant.address(), { applicationName: 'bench ingest' });
    const twins = await makeTwinTables(owner, plant.address());
    await measureRate(owner, WARM_UP);
    const figures: Figure[] = [];
    for (const rate of RATES) {
      say(`${rate.rowsPerSecond} rows a second, ${rate.batches} batches with the trigger and as many without`);
      figures.push(...figuresOf(rate.rowsPerSecond, await measureRate(owner, rate)));
    }
    const batches = WARM_UP.batches + RATES.reduce((sum, rate) => sum + rate.batches, 0);
    await twins.check(batches);
    await owner.end();
    return figures;
  } finally {
    await plant.stop();
  }
}

function figuresOf(rowsPerSecond: number, { withMs, withoutMs }: BatchTimes): readonly Figure[] {
  const name = `ingest_slowdown_${rowsPerSecond}_rows_per_s`;
  const [withTrigger, without] = [median(withMs), median(withoutMs)];
  return [
    {
      bench: 'ingest',
      figure: `ingest_batch_ms_${rowsPerSecond}_rows_per_s`,
      value: withTrigger,
      unit: 'ms',
      floor: without,
      ratio: withTrigger / without,
    },
    { bench: 'ingest', figure: name, value: withTrigger / without, unit: 'ratio' },
    { bench: 'ingest', figure: `${name}_mean`, value: mean(withMs) / mean(withoutMs), unit: 'ratio' },
    {
      bench: 'ingest',
      figure: `ingest_reached_${rowsPerSecond}_rows_per_s`,
      value: ROWS_PER_BATCH / (mean(withMs) / 1_000),
      unit: `${TWINS.with} rows/s at most`,
    },
  ];
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
