import { connectPlant, type PlantConnection } from '../../src/main/plant/connection';
import { startEmbeddedTestPlant, type TestPlant } from '../support/embedded-plant';
import { nativeTestServer, startNativeTestPlant } from '../support/native-plant';
import type { BenchContext, Figure } from './figure';
import { measureCompression } from './provisioning/compression';
import { measureConversion } from './provisioning/conversion';
import { measureLocks } from './provisioning/locks';
import { measurePlanning } from './provisioning/planning';
import { measureSpeedup } from './provisioning/speedup';

/** Statements over millions of rows, on a loaded machine. */
const LONG_STATEMENT_MS = 600_000;

/**
 * Provisioning, from an empty database: locks while it is made, planning beside a million rows, the announced lock of a
 * conversion, what compression saves, and what the aggregates gain over a plain table. In a database of its own on the server of `TAKTLINE_BENCH_PLANT_URL`
 * (a superuser's URL of a TimescaleDB server), else on an embedded plant, with fewer rows where that takes minutes.
 */
export async function run(context: BenchContext): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [measureLocks, measurePlanning, measureConversion, measureCompression, measureSpeedup]) {
    const plant = await startPlant();
    const client = await connectPlant(plant.address(), {
      applicationName: 'bench provisioning',
      statementTimeoutMs: LONG_STATEMENT_MS,
    });
    try {
      figures.push(...(await measure({ client, plant, say: context.say })));
    } finally {
      await client.end();
      await plant.stop();
    }
  }
  return figures;
}

/** What each measurement gets: an empty plant of its own, and a session of the role that provisions it. */
export interface EmptyPlant {
  readonly client: PlantConnection;
  readonly plant: TestPlant;
  readonly say: (text: string) => void;
}

function startPlant(): Promise<TestPlant> {
  const server = nativeTestServer({ TAKTLINE_TEST_PLANT_URL: process.env.TAKTLINE_BENCH_PLANT_URL });
  return server === undefined ? startEmbeddedTestPlant() : startNativeTestPlant(server, { runJobs: false });
}
