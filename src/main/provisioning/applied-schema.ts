import { checkedSteps } from './plan';
import type { SchemaSettings } from './schema-settings';
import type { SqlClient } from './sql-client';
import { checksum } from './step-ledger';
import type { StepGroup } from './steps';

/** Rows of the ledger, and whether the tables that all is about are there. */
const RECORDED = `
  SELECT step_id, checksum, outcome,
    to_regclass('public.metric') IS NOT NULL AND to_regclass('public.performance_metric') IS NOT NULL AS has_tables
  FROM taktline.applied_step`;

/**
 * Whether the ledger says that every step of these groups was made as it is wanted now: one short statement in the place
 * of a plan. It does not see what somebody has changed by hand since; `provisionSchema` does.
 */
export async function isRecordedAsMade(
  client: SqlClient,
  settings: SchemaSettings,
  groups: readonly StepGroup[],
): Promise<boolean> {
  const { rows } = await client.query(RECORDED);
  const recorded = new Map(rows.map((row) => [row.step_id, row]));
  return checkedSteps(settings)
    .filter(({ group }) => groups.includes(group))
    .every(({ id, sql }) => {
      const row = recorded.get(id);
      // What was there before us has no checksum, and is not ours to change.
      const isAsWanted = row?.outcome === 'found' || row?.checksum === checksum(sql);
      return isAsWanted && row?.has_tables === true;
    });
}
