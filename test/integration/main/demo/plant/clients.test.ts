import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant } from '../../../../../src/main/plant/connection';
import { startTestPlant, type TestPlant } from '../../../../support/embedded-plant';

let plant: TestPlant;
beforeAll(async () => {
  plant = await startTestPlant();
});
afterAll(() => plant.stop());

test('a client of pg connects, and finds TimescaleDB with its licensed functions', async () => {
  const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  await client.query('CREATE TABLE reading (time timestamptz NOT NULL, value float8)');
  await client.query("SELECT create_hypertable('reading', by_range('time', interval '1 hour'))");
  await client.query("ALTER TABLE reading SET (timescaledb.compress, timescaledb.compress_orderby = 'time desc')");
  await client.query('INSERT INTO reading VALUES ($1, $2)', ['2026-01-01T00:00:00Z', 1.5]);
  const { rows } = await client.query('SELECT value FROM reading');
  expect(rows).toEqual([{ value: 1.5 }]);
  await client.end();
});
