import { afterAll, beforeAll, expect, test } from 'vitest';
import { TableKeeper } from '../../../../../src/main/demo/plant/table-keeper';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
let client: PlantConnection;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
  client = await connectPlant(plant.address('postgres'), { applicationName: 'table keeper test' });
});
afterAll(async () => {
  await client?.end();
  await plant?.stop();
});

async function sizeBytes(table: string): Promise<number> {
  const { rows } = await client.query('SELECT pg_relation_size($1::regclass) AS bytes', [table]);
  return Number(rows[0]?.bytes);
}

/** Every row anew, and so as many dead ones. */
async function rewriteRows(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) await client.query('UPDATE busy SET n = n + 1');
}

test('a table that grows by dead rows is vacuumed, and from then on lives in the space it has', async () => {
  const run = async (sql: string) => {
    const { rows } = await client.query(sql);
    return rows.map((row) => Object.values(row).map(String));
  };
  const keeper = new TableKeeper(run, () => {});
  // What making the database has left behind.
  while ((await keeper.check()) !== undefined);

  await client.query('CREATE TABLE busy AS SELECT n FROM generate_series(1, 5000) n');
  await rewriteRows(4);
  expect(await keeper.check()).toBe('"public"."busy"');
  expect(await keeper.check()).toBeUndefined();
  const { rows } = await client.query(`SELECT reltuples FROM pg_class WHERE relname = 'busy'`);
  expect(rows).toEqual([{ reltuples: 5_000 }]);

  const afterVacuum = await sizeBytes('busy');
  await rewriteRows(3);
  expect(await sizeBytes('busy')).toBe(afterVacuum);
});
