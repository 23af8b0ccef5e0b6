import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { applyPlan } from '../../../src/main/provisioning/apply';
import { makePlan } from '../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../src/main/provisioning/sql-client';
import { startEmbeddedTestPlant, type TestPlant } from '../../support/embedded-plant';
import { BENCH_URL_VARIABLE, nativeTestServer, startNativeTestPlant } from '../../support/native-plant';
import { BenchWriter } from './writer';

/** A wall's worth of units. */
const WALL_UNITS = 24;

/** As `metric`, and nobody follows it: what the floor's writer writes to. */
export const UNFOLLOWED_TABLE = 'metric_unfollowed';

/** A plant of the bench's own, set up with wake-ups as an installer does it. */
export interface LivePlant {
  readonly plant: TestPlant;
  readonly connection: PlantConnection;
  readonly workUnitIds: readonly string[];
  stop(): Promise<void>;
}

/** A database on the server of `TAKTLINE_BENCH_PLANT_URL`, else an embedded plant. */
export async function startLivePlant(environment: NodeJS.ProcessEnv): Promise<LivePlant> {
  const server = nativeTestServer(environment, BENCH_URL_VARIABLE);
  const plant =
    server === undefined
      ? await startEmbeddedTestPlant({ runJobs: false })
      : await startNativeTestPlant(server, { runJobs: false });
  const connection = await connectPlant(plant.address('postgres'), { applicationName: 'bench writer' });
  const replan = (client: SqlClient) => makePlan(client, DEFAULT_SCHEMA_SETTINGS, { liveUpdates: 'wake-ups' });
  await applyPlan(connection, await replan(connection), replan);
  await connection.query(`create table ${UNFOLLOWED_TABLE} (like metric including all)`);
  await connection.query(`select create_hypertable('${UNFOLLOWED_TABLE}', by_range('time', interval '1 day'))`);
  const workUnitIds = Array.from({ length: WALL_UNITS }, (_, at) => `cell-${at + 1}`);
  const writer = new BenchWriter(connection, workUnitIds, 1);
  for (const workUnitId of workUnitIds) await writer.commit(workUnitId);
  return {
    ...{ plant, connection, workUnitIds },
    stop: async () => {
      await connection.end();
      await plant.stop();
    },
  };
}
