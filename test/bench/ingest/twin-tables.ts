import { connectPlant, type PlantAddress, type PlantConnection } from '../../../src/main/plant/connection';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import { provisioningSteps } from '../../../src/main/provisioning/steps';
import { quoteIdentifier } from '../../../src/shared/sql-identifier';

/** Our hypertable, and one like it without triggers. Neither has aggregates: their own cost would hide the trigger's. */
export const TWINS = { with: 'metric', without: 'metric_without' } as const;
export const ROWS_PER_BATCH = 1_000;
/** As a gateway of a line writes: twenty machines, ten names, five times each. */
export const BENCH_UNITS = Array.from({ length: 20 }, (_, at) => `press-${at}`);
export const BENCH_NAMES = Array.from({ length: 10 }, (_, at) => `metric-${at}`);

export interface TwinTables {
  /** @throws Error where a row or a wake-up is lacking: what was measured would not be what it says */
  check(batches: number): Promise<void>;
}

/** Makes both, and a session that listens for every unit until the check. */
export async function makeTwinTables(owner: PlantConnection, address: PlantAddress): Promise<TwinTables> {
  for (const { id, group, sql } of provisioningSteps(DEFAULT_SCHEMA_SETTINGS))
    if ((group === 'schema' || group === 'wake-ups') && id !== 'timescaledb') await owner.query(sql);
  await owner.query(`create table ${TWINS.without} (like ${TWINS.with} including all)`);
  await owner.query(`select create_hypertable('${TWINS.without}', by_range('time', interval '1 day'))`);
  const listener = await connectPlant(address, { applicationName: 'bench listener' });
  let wakeUps = 0;
  listener.on('notification', () => {
    wakeUps += 1;
  });
  const { rows } = await owner.query('select taktline.wake_up_channel(unit) as channel from unnest($1::text[]) unit', [
    BENCH_UNITS,
  ]);
  for (const { channel } of rows) await listener.query(`listen ${quoteIdentifier(String(channel))}`);
  return {
    check: async (batches) => {
      await listener.query('select 1');
      await listener.end();
      const counts = Object.values(TWINS).map((table) => `(select count(*)::int from ${table})`);
      const [found] = (await owner.query(`select ${counts[0]} as with_trigger, ${counts[1]} as without_trigger`)).rows;
      const wanted = batches * ROWS_PER_BATCH;
      if (found?.with_trigger !== wanted || found?.without_trigger !== wanted)
        throw new Error(`${wanted} rows were written to each table, found ${JSON.stringify(found)}`);
      if (wakeUps !== batches * BENCH_UNITS.length)
        throw new Error(`${batches * BENCH_UNITS.length} wake-ups were due, ${wakeUps} came`);
    },
  };
}
