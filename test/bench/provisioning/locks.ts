import { applyPlan } from '../../../src/main/provisioning/apply';
import { makePlan } from '../../../src/main/provisioning/plan';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../src/main/provisioning/schema-settings';
import type { SqlClient } from '../../../src/main/provisioning/sql-client';
import type { Figure } from '../figure';
import type { EmptyPlant } from '../provisioning.bench';
import { figureOf, timeMs } from './measuring';

const FLOOR_RUNS = 21;

/**
 * From empty to provisioned, wake-ups included: the longest transaction, which no lock outlives. The floor is what the
 * smallest step of its kind takes, a table that is made and dropped.
 */
export async function measureLocks({ client, say }: EmptyPlant): Promise<readonly Figure[]> {
  say('from empty to provisioned');
  let longest = { ms: 0, text: '' };
  const timed: SqlClient = {
    query: async (text, values) => {
      const startedMs = performance.now();
      const result = await (values === undefined ? client.query(text) : client.query(text, [...values]));
      const ms = performance.now() - startedMs;
      // Reading the catalogue locks nothing that a writer waits for.
      if (ms > longest.ms && /applied_step \(|^CALL refresh/.test(text)) longest = { ms, text };
      return result;
    },
  };
  const replan = (each: SqlClient) => makePlan(each, DEFAULT_SCHEMA_SETTINGS, { liveUpdates: 'wake-ups' });
  const left = await applyPlan(timed, await replan(client), replan);
  if (left.steps.length > 0) throw new Error(`provisioning left ${left.steps.length} steps undone`);
  say(`longest transaction: ${/VALUES \('([^']+)'/.exec(longest.text)?.[1] ?? longest.text}`);
  const floors: number[] = [];
  for (let index = 0; index < FLOOR_RUNS; index++) {
    floors.push(await timeMs(() => client.query('CREATE TABLE bench_floor (x int); DROP TABLE bench_floor')));
  }
  return [figureOf('longest_lock_ms', 'ms', longest.ms, Math.max(...floors))];
}
