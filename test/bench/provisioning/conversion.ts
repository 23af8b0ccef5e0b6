import { applyPlan } from '../../../src/main/provisioning/apply';
import { makePlan, type Plan } from '../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../src/main/provisioning/sql-client';
import { DEFAULT_PLANT_TABLES, type PlantTables } from '../../../src/shared/plant-tables';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf } from './measuring';

const ROWS = { native: 1_000_000, embedded: 300_000 } as const;

const TABLES: PlantTables = {
  ...DEFAULT_PLANT_TABLES,
  metric: {
    ...{ schema: 'public', table: 'Metric', time: { column: 'timestamp', kind: 'timestamptz' } },
    ...{ workUnitId: 'workUnitId', name: 'name', value: 'value' },
  },
};

/**
 * Converting a plant's own table, a serial key and one further index on it: how far the lock that the plan announces is
 * off, against an estimate that is right.
 */
export async function measureConversion({ client, plant, say }: EmptyPlant): Promise<readonly Figure[]> {
  const rows = ROWS[plant.engine];
  say(`converting a table of ${rows} rows`);
  await client.query(`
    CREATE TABLE public."Metric" (id serial PRIMARY KEY, "timestamp" timestamptz NOT NULL, "workUnitId" text, name text, value float8);
    CREATE INDEX ON public."Metric" ("workUnitId", name, "timestamp" DESC)`);
  await client.query(
    `INSERT INTO public."Metric" ("timestamp", "workUnitId", name, value)
      SELECT now() - n * interval '2 seconds', 'unit-' || n % 20, 'temperature', n FROM generate_series(1, $1::int) n`,
    [rows],
  );
  await client.query('ANALYZE public."Metric"');
  const replan = (each: SqlClient) =>
    makePlan(each, DEFAULT_SCHEMA_SETTINGS, { tables: TABLES, adoption: { metric: 'convert', oee: 'auto' } });
  const plan = await replan(client);
  const step = plan.steps.find(({ id }) => id === 'metric-conversion');
  if (step?.estimateMs === undefined) throw new Error(`no conversion is planned: ${plan.problems.join(' ')}`);
  const takenMs = await convertingMs(client, plan, replan);
  say(`estimated to lock for ${step.estimateMs} ms, locked for ${Math.round(takenMs)} ms`);
  const ratio = Math.max(step.estimateMs / takenMs, takenMs / step.estimateMs);
  return [figureOf('lock_estimate_ratio', 'times', ratio, 1)];
}

/** Applies the plan up to the conversion; how long its transaction took, ms. */
async function convertingMs(
  client: SqlClient,
  plan: Plan,
  replan: (client: SqlClient) => Promise<Plan>,
): Promise<number> {
  let takenMs = Number.NaN;
  const timing: SqlClient = {
    query: async (text, values) => {
      const startedMs = performance.now();
      const result = await (values === undefined ? client.query(text) : client.query(text, [...values]));
      if (text.includes('migrate_data')) takenMs = performance.now() - startedMs;
      return result;
    },
  };
  const converted = new AbortController();
  const onStep = ({ id }: { readonly id: string }) => {
    if (id === 'metric-conversion') converted.abort();
  };
  try {
    await applyPlan(timing, plan, replan, { signal: converted.signal, onStep });
  } catch (error) {
    if (!converted.signal.aborted) throw error;
  }
  return takenMs;
}
