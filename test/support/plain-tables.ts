import type { PlantConnection } from '../../src/main/plant/connection';
import { DEFAULT_SCHEMA_SETTINGS } from '../../src/main/provisioning/schema-settings';
import { provisioningSteps } from '../../src/main/provisioning/steps';

const TABLES = `
  create schema taktline;
  create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value double precision);
  create table performance_metric (time timestamptz not null, work_unit_id text not null, oee_score double precision,
    availability double precision, performance double precision, quality double precision);`;

/** The two tables as plain ones, for a server without TimescaleDB, and the wake-ups as provisioning makes them. */
export async function makePlainTables(owner: PlantConnection): Promise<void> {
  await owner.query(TABLES);
  for (const { group, sql } of provisioningSteps(DEFAULT_SCHEMA_SETTINGS))
    if (group === 'wake-ups') await owner.query(sql);
}
