import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
});
afterAll(() => plant.stop());

const as = (user: string) => connectPlant(plant.address(user), { applicationName: 'taktline test' });
const DENIED = { code: '42501' };

test('the owner makes and refreshes, the writer inserts, the reader reads, and none does what is the others’', async () => {
  const [owner, writer, reader] = [await as('taktline'), await as('line_writer'), await as('taktline_reader')];
  await owner.query('CREATE TABLE m (time timestamptz NOT NULL, unit text, value float8)');
  await owner.query("SELECT create_hypertable('m', by_range('time', interval '1 hour'))");
  await owner.query("ALTER TABLE m SET (timescaledb.compress, timescaledb.compress_segmentby = 'unit')");
  await owner.query(
    `CREATE MATERIALIZED VIEW m_1min WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS
     SELECT time_bucket('1 minute', time) AS bucket, unit, count(value) AS n FROM m GROUP BY 1, 2 WITH NO DATA`,
  );
  await owner.query("SELECT add_compression_policy('m', interval '7 days')");
  await owner.query("SELECT add_retention_policy('m', interval '8 days')");
  await writer.query(
    "INSERT INTO m SELECT t, 'u', 1 FROM generate_series(now() - interval '2 hours', now(), interval '1 minute') t",
  );
  await owner.query(
    "CALL refresh_continuous_aggregate('m_1min', now() - interval '1 day', date_trunc('minute', now()))",
  );
  await owner.query("SELECT compress_chunk(c) FROM show_chunks('m', older_than => interval '1 hour') c");
  expect((await reader.query('SELECT count(*) AS n FROM m')).rows).toEqual([{ n: 121 }]);
  expect((await reader.query('SELECT sum(n)::int AS n FROM m_1min')).rows).toEqual([{ n: 121 }]);
  await expect(reader.query("INSERT INTO m VALUES (now(), 'u', 1)")).rejects.toMatchObject(DENIED);
  await expect(reader.query('CREATE TABLE mine (n int)')).rejects.toMatchObject(DENIED);
  await expect(writer.query('DROP TABLE m')).rejects.toMatchObject(DENIED);
  await expect(writer.query('DELETE FROM m')).rejects.toMatchObject(DENIED);
  await expect(owner.query('CREATE ROLE another')).rejects.toMatchObject(DENIED);
  for (const client of [owner, writer, reader]) await client.end();
});

test('nobody becomes somebody else by asking', async () => {
  const [owner, reader] = [await as('taktline'), await as('taktline_reader')];
  for (const sql of [
    'SET SESSION AUTHORIZATION postgres',
    'SET ROLE postgres',
    "SELECT set_config('session_authorization', 'postgres', false)",
    'SELECT 1; SET SESSION AUTHORIZATION postgres; SELECT 2',
  ]) {
    await expect(reader.query(sql), sql).rejects.toThrow();
  }
  await reader.query('RESET SESSION AUTHORIZATION').catch(() => {});
  await owner.query('SELECT 1');
  expect((await reader.query('SELECT current_user AS me')).rows).toEqual([{ me: 'taktline_reader' }]);
  expect((await owner.query('SELECT current_user AS me')).rows).toEqual([{ me: 'taktline' }]);
  for (const client of [owner, reader]) await client.end();
});

test('a superuser’s change of user and role stays its own', async () => {
  const [admin, reader] = [await as('postgres'), await as('taktline_reader')];
  await admin.query('SET ROLE line_writer');
  expect((await reader.query('SELECT current_user AS me')).rows).toEqual([{ me: 'taktline_reader' }]);
  expect((await admin.query('SELECT current_user AS me')).rows).toEqual([{ me: 'line_writer' }]);
  await admin.query('SET SESSION AUTHORIZATION taktline');
  await reader.query('SELECT 1');
  expect((await admin.query('SELECT current_user AS me')).rows).toEqual([{ me: 'taktline' }]);
  for (const client of [admin, reader]) await client.end();
});
