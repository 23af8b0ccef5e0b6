import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../../src/main/plant/connection';
import { type EmbeddedTestPlant, startEmbeddedTestPlant } from '../../../../support/embedded-plant';

let plant: EmbeddedTestPlant;
beforeAll(async () => {
  plant = await startEmbeddedTestPlant();
});
afterAll(() => plant.stop());

interface Listener {
  readonly client: PlantConnection;
  readonly heard: string[];
}

async function listener(): Promise<Listener> {
  const client = await connectPlant(plant.address(), { applicationName: 'taktline test' });
  const heard: string[] = [];
  client.on('notification', (message) => heard.push(`${message.channel}:${message.payload ?? ''}`));
  return { client, heard };
}

/** Everything sent before has been delivered once this has come back to each. */
async function settle(...listeners: Listener[]): Promise<void> {
  for (const { client } of listeners) await client.query('SELECT 1');
}

test('a notification reaches who listens, after the commit, and nobody else', async () => {
  const [one, two, sender] = [await listener(), await listener(), await listener()];
  await one.client.query('LISTEN wake');
  await one.client.query('LISTEN "Quoted Channel"');
  await two.client.query('LISTEN other');
  await sender.client.query('BEGIN');
  await sender.client.query("SELECT pg_notify('wake', $1)", ['in transaction']);
  expect(one.heard).toEqual([]);
  const arrived = once(one.client, 'notification');
  await sender.client.query('COMMIT');
  await arrived;
  await sender.client.query("NOTIFY wake, 'plain'");
  await sender.client.query('NOTIFY "Quoted Channel", \'q\'');
  await sender.client.query('BEGIN');
  await sender.client.query("NOTIFY wake, 'never'");
  await sender.client.query('ROLLBACK');
  await settle(one, two, sender);
  expect(one.heard).toEqual(['wake:in transaction', 'wake:plain', 'Quoted Channel:q']);
  expect(two.heard).toEqual([]);
  expect(sender.heard).toEqual([]);
  for (const { client } of [one, two, sender]) await client.end();
});

test('UNLISTEN, DISCARD and the end of one client leave the others listening', async () => {
  const [one, two, three, sender] = [await listener(), await listener(), await listener(), await listener()];
  const all = [one, two, three];
  for (const { client } of all) await client.query('LISTEN shared; LISTEN second');
  await one.client.query('UNLISTEN shared');
  await two.client.query('UNLISTEN *');
  await sender.client.query("NOTIFY shared, '1'; NOTIFY second, '1'");
  await settle(...all);
  expect([one.heard, two.heard]).toEqual([['second:1'], []]);
  expect(three.heard.toSorted()).toEqual(['second:1', 'shared:1']);
  await one.client.end();
  await two.client.query('DISCARD ALL');
  await sender.client.query("NOTIFY shared, '2'");
  await settle(two, three);
  expect(three.heard.at(-1)).toBe('shared:2');
  for (const { client } of [two, three, sender]) await client.end();
});

test('LISTEN in a transaction that is rolled back was never said', async () => {
  const one = await listener();
  await one.client.query('BEGIN');
  await one.client.query('LISTEN undone');
  await one.client.query('ROLLBACK');
  await one.client.query('BEGIN');
  await one.client.query('LISTEN kept');
  await one.client.query('COMMIT');
  await one.client.query("NOTIFY undone, '1'; NOTIFY kept, '1'");
  await settle(one);
  expect(one.heard).toEqual(['kept:1']);
  await one.client.end();
});

test('a statement trigger on a hypertable wakes a listener with the units that were written', async () => {
  const [one, writer] = [await listener(), await listener()];
  await writer.client.query('CREATE TABLE woken (time timestamptz NOT NULL, unit text)');
  await writer.client.query("SELECT create_hypertable('woken', by_range('time'))");
  await writer.client.query(
    `CREATE FUNCTION wake() RETURNS trigger LANGUAGE plpgsql AS $$
     BEGIN PERFORM pg_notify('units', string_agg(DISTINCT unit, ',')) FROM new_rows; RETURN NULL; END $$`,
  );
  await writer.client.query(
    'CREATE TRIGGER wake AFTER INSERT ON woken REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION wake()',
  );
  await one.client.query('LISTEN units');
  await writer.client.query("INSERT INTO woken VALUES (now(), 'a'), (now(), 'b')");
  await settle(one);
  expect(one.heard).toEqual(['units:a,b']);
  for (const { client } of [one, writer]) await client.end();
});
