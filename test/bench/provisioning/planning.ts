import { applyPlan, provisionSchema } from '../../../src/main/provisioning/apply';
import { makePlan } from '../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../src/main/provisioning/sql-client';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf, medianMs, timeMs } from './measuring';

const ROWS = 1_000_000;
const RUNS = 7;

/**
 * Planning with a million rows of performance_metric in place, against as many bare round trips as it has statements; then
 * how far the plan's estimate of the preparation is off, against an estimate that is right.
 */
export async function measurePlanning({ client, say }: EmptyPlant): Promise<readonly Figure[]> {
  say(`inserting ${ROWS} rows of performance_metric`);
  await provisionSchema(client, DEFAULT_SCHEMA_SETTINGS, { groups: ['schema', 'aggregates'] });
  await client.query(
    `INSERT INTO performance_metric SELECT now() - n * interval '15 seconds', 'unit-' || n % 20, 0.7, 0.8, 0.9, 0.97
      FROM generate_series(1, ${ROWS}) n`,
  );
  let statements = 0;
  const counting: SqlClient = {
    query: (text, values) => {
      statements += 1;
      return values === undefined ? client.query(text) : client.query(text, [...values]);
    },
  };
  const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS);
  const plan = await replan(counting);
  const planMs = await medianMs(RUNS, () => replan(client));
  const floorMs = await medianMs(RUNS, async () => {
    for (let index = 0; index < statements; index++) await client.query('SELECT 1');
  });
  const estimateMs = plan.steps.find((step) => step.action === 'prepare')?.estimateMs ?? Number.NaN;
  say(`applying: the preparation is estimated to take ${Math.round(estimateMs)} ms`);
  let prepareMs = 0;
  const timing: SqlClient = {
    query: async (text, values) => {
      const startedMs = performance.now();
      const result = await (values === undefined ? client.query(text) : client.query(text, [...values]));
      if (text.startsWith('CALL refresh')) prepareMs += performance.now() - startedMs;
      return result;
    },
  };
  const appliedMs = await timeMs(() => applyPlan(timing, plan, replan));
  say(`it took ${Math.round(prepareMs)} ms, applying as a whole ${Math.round(appliedMs)} ms`);
  return [
    figureOf('plan_1m_rows_ms', 'ms', planMs, floorMs),
    figureOf('estimate_off_by', 'times', Math.max(estimateMs / prepareMs, prepareMs / estimateMs), 1),
  ];
}
