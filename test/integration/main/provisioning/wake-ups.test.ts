import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { DEFAULT_SCHEMA_SETTINGS } from '../../../../src/main/provisioning/schema-settings';
import { provisioningSteps } from '../../../../src/main/provisioning/steps';
import { quoteIdentifier } from '../../../../src/shared/sql-identifier';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { provisionTestSchema } from '../../../support/schema';
import { insertMetrics, insertScores } from './sample-rows';

const HOSTILE_IDS = [
  '',
  ' ',
  `o'brien "quoted"`,
  'line 1: press; DROP TABLE metric',
  'x'.repeat(80),
  '压机-1',
  'пресс',
  'new\nline',
  'UPPER',
  '%s%n',
  '\\',
];

let plant: TestPlant;
let owner: PlantConnection;
/** Has INSERT on the tables and nothing in the schema taktline. */
let writer: PlantConnection;
let listener: PlantConnection;
let received: { channel: string; payload: unknown }[] = [];

beforeAll(async () => {
  plant = await startTestPlant();
  await provisionTestSchema(plant.address());
  owner = await connectPlant(plant.address(), { applicationName: 'taktline test owner' });
  writer = await connectPlant(plant.address('line_writer'), { applicationName: 'taktline test writer' });
  listener = await connectPlant(plant.address(), { applicationName: 'taktline test listener' });
  listener.on('notification', ({ channel, payload }) => received.push({ channel, payload: JSON.parse(payload ?? '') }));
});

afterAll(async () => {
  for (const client of [owner, writer, listener]) await client?.end();
  await plant?.stop();
});

afterEach(async () => {
  await listener.query('UNLISTEN *');
  received = [];
});

async function channelOf(unit: string): Promise<string> {
  const { rows } = await owner.query('SELECT taktline.wake_up_channel($1) AS channel', [unit]);
  return String(rows[0]?.channel);
}

async function listenFor(units: readonly string[]): Promise<string[]> {
  const channels: string[] = [];
  for (const unit of units) channels.push(await channelOf(unit));
  for (const channel of channels) await listener.query(`LISTEN ${quoteIdentifier(channel)}`);
  await listener.query('LISTEN test_fence');
  received = [];
  return channels;
}

/** Everything notified since the last call: notifications keep their order, so the fence comes last. */
async function notifications(): Promise<{ channel: string; payload: unknown }[]> {
  await owner.query(`NOTIFY test_fence, '"fence"'`);
  while (received.at(-1)?.payload !== 'fence') await listener.query('SELECT 1');
  return received.splice(0).slice(0, -1);
}

describe('a statement', () => {
  test('wakes each of its work units once, with the times of its rows, whatever the number of rows', async () => {
    const channels = await listenFor(['press-1', 'press-2']);
    const atMs = Math.floor(Date.now() / 1_000) * 1_000;
    await insertMetrics(writer, [
      { timeMs: atMs, unit: 'press-1', name: 'a', value: 1 },
      { timeMs: atMs - 5_000.25, unit: 'press-1', name: 'b', value: Number.NaN },
      { timeMs: atMs - 1_000, unit: 'press-2', name: 'a', value: null },
      { timeMs: atMs - 2_000, unit: 'press-1', name: 'a', value: 1 },
    ]);
    await insertScores(writer, [{ timeMs: atMs, unit: 'press-2', scores: [0.5, 1, 1, 0.5] }]);
    const woken = await notifications();
    expect(woken).toHaveLength(3);
    expect(woken).toEqual(
      expect.arrayContaining([
        { channel: channels[0], payload: { table: 'metric', firstMs: atMs - 5_001, lastMs: atMs } },
        { channel: channels[1], payload: { table: 'metric', firstMs: atMs - 1_000, lastMs: atMs - 1_000 } },
        { channel: channels[1], payload: { table: 'oee', firstMs: atMs, lastMs: atMs } },
      ]),
    );
  });

  test('that updates wakes the unit a row leaves and the one it comes to', async () => {
    const atMs = Math.floor(Date.now() / 1_000) * 1_000;
    await insertMetrics(writer, [{ timeMs: atMs, unit: 'wrong unit', name: 'a', value: 1 }]);
    const channels = await listenFor(['wrong unit', 'right-unit']);
    await owner.query(`UPDATE metric SET work_unit_id = 'right-unit' WHERE work_unit_id = 'wrong unit'`);
    const payload = { table: 'metric', firstMs: atMs, lastMs: atMs };
    const woken = await notifications();
    expect(woken.map((n) => n.channel).sort()).toEqual([...channels].sort());
    for (const notification of woken) expect(notification.payload).toEqual(payload);
  });

  test('that touches no row, or is rolled back, wakes nobody', async () => {
    await listenFor(['press-1']);
    await owner.query(`UPDATE metric SET value = 1 WHERE work_unit_id = 'nobody'`);
    await writer.query(`INSERT INTO metric SELECT now(), 'press-1', 'a', 1 WHERE false`);
    await writer.query('BEGIN');
    await insertMetrics(writer, [{ timeMs: Date.now(), unit: 'press-1', name: 'a', value: 1 }]);
    await writer.query('ROLLBACK');
    expect(await notifications()).toEqual([]);
  });

  test('with a row of infinite time wakes for its other rows', async () => {
    await listenFor(['press-1', 'press-2']);
    await writer.query(`INSERT INTO metric VALUES ('infinity', 'press-1', 'a', 1), (now(), 'press-2', 'a', 1)`);
    expect((await notifications()).map((n) => n.channel)).toEqual(['metric_updates_press-2']);
  });

  test('wakes through a compressed chunk as well', async () => {
    const oldMs = Date.now() - 20 * 86_400_000;
    await insertMetrics(writer, [{ timeMs: oldMs, unit: 'press-1', name: 'old', value: 1 }]);
    await owner.query(`SELECT compress_chunk(c) FROM show_chunks('metric', older_than => interval '19 days') AS c`);
    await listenFor(['press-1']);
    await insertMetrics(writer, [{ timeMs: oldMs, unit: 'press-1', name: 'old', value: 2 }]);
    await owner.query(`UPDATE metric SET value = 3 WHERE name = 'old'`);
    expect(await notifications()).toHaveLength(2);
  });
});

test('work units with hostile names are written and woken like any other', async () => {
  const channels = await listenFor(HOSTILE_IDS);
  expect(new Set(channels).size).toBe(HOSTILE_IDS.length);
  await insertMetrics(
    writer,
    HOSTILE_IDS.map((unit) => ({ timeMs: Date.now(), unit, name: 'a', value: 1 })),
  );
  expect((await notifications()).map((n) => n.channel).sort()).toEqual([...channels].sort());
});

/** The rule of sql/4-wake-ups/400-wake-up-channel.sql, told once more in another language. */
function channelByTheRule(unit: string): string {
  return `metric_updates_${/^[a-zA-Z0-9_-]{1,40}$/.test(unit) ? unit : hashed(unit)}`;
}

/** Half a surrogate pair is no text that a database could hold. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function hashed(unit: string): string {
  return `h${createHash('sha256').update(unit).digest('hex').slice(0, 40)}`;
}

test('no two work units share a channel, every channel follows the rule and can be listened to', async () => {
  const id = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }).map(wellFormed),
    fc.stringMatching(/^[a-zA-Z0-9_-]{1,41}$/),
    // Ids made to look like the hashed name of another.
    fc.string({ maxLength: 5 }).map(hashed),
    fc.constantFrom(...HOSTILE_IDS, ...HOSTILE_IDS.map(hashed)),
  );
  const withoutNul = id.filter((text) => !text.includes('\0'));
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(withoutNul, { minLength: 2, maxLength: 200 }), async (ids) => {
      const spoofed = [...new Set([...ids, ...ids.map(hashed)])];
      const { rows } = await owner.query(
        'SELECT taktline.wake_up_channel(unit) AS channel FROM unnest($1::text[]) WITH ORDINALITY AS asked(unit, at) ORDER BY at',
        [spoofed],
      );
      const channels = rows.map((row) => String(row.channel));
      expect(channels).toEqual(spoofed.map(channelByTheRule));
      expect(new Set(channels).size).toBe(spoofed.length);
      for (const channel of channels) expect(channel).toMatch(/^metric_updates_[a-zA-Z0-9_-]{1,48}$/);
    }),
    { numRuns: 30 },
  );
});

describe('the writer', () => {
  test('has no right on our schema and still wakes the readers', async () => {
    await expect(writer.query('SELECT * FROM taktline.applied_step')).rejects.toThrow(/permission denied/);
    await listenFor(['press-1']);
    await insertMetrics(writer, [{ timeMs: Date.now(), unit: 'press-1', name: 'a', value: 1 }]);
    expect(await notifications()).toHaveLength(1);
  });

  test('never fails, whatever it inserts: hostile ids and times, batches of thousands of rows and units', async () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }).map((text) => wellFormed(text).replaceAll('\0', '')),
      fc.constantFrom(...HOSTILE_IDS, 'x'.repeat(100_000), '%s%s%n', '"', "'", '}{', '\\u0000'),
    );
    const time = fc.constantFrom(
      'now',
      'infinity',
      '-infinity',
      '4713-01-01 BC',
      '2099-01-01',
      '294276-12-31',
      'epoch',
    );
    const value = fc.constantFrom(null, 0, Number.NaN, Number.POSITIVE_INFINITY, 1.7e308, -1e-308);
    // Five units are many copies of a few, five thousand as many units as rows.
    const copies = fc.constantFrom(1, 100, 2_000);
    const batch = fc.array(fc.tuple(unit, time, value, copies), { minLength: 1, maxLength: 5 });
    // A plain table takes any time and any text, so that nothing but the trigger could refuse a row; each is committed.
    await owner.query(`CREATE TABLE public.hostile (LIKE metric);
      CREATE TRIGGER wake AFTER INSERT ON public.hostile REFERENCING NEW TABLE AS inserted_rows
      FOR EACH STATEMENT EXECUTE FUNCTION taktline.notify_inserted('metric')`);
    await listenFor(['press-1']);
    try {
      await fc.assert(
        fc.asyncProperty(batch, fc.boolean(), async (rows, isEachItsOwnUnit) => {
          const { rowCount } = await writer.query(
            `INSERT INTO public.hostile SELECT t::timestamptz, CASE WHEN $5 THEN u || n ELSE u END, 'hostile', v
             FROM unnest($1::text[], $2::text[], $3::float8[], $4::int[]) r(u, t, v, copies), generate_series(1, copies) n`,
            [...[0, 1, 2, 3].map((at) => rows.map((row) => row[at as 0])), isEachItsOwnUnit],
          );
          expect(rowCount).toBe(rows.reduce((sum, row) => sum + row[3], 0));
        }),
        { numRuns: 40 },
      );
    } finally {
      await owner.query('DROP TABLE public.hostile');
    }
  }, 120_000);

  test('never fails when what the trigger needs is broken, and is woken again once provisioning has mended it', async () => {
    await listenFor(['press-1']);
    await owner.query('DROP FUNCTION taktline.wake_up_channel(text)');
    const atMs = Date.now();
    await insertMetrics(writer, [{ timeMs: atMs, unit: 'press-1', name: 'kept', value: 1 }]);
    await insertScores(writer, [{ timeMs: atMs, unit: 'press-1', scores: [1, 1, 1, 1] }]);
    await owner.query(`UPDATE metric SET value = 2 WHERE name = 'kept'`);
    expect(await notifications()).toEqual([]);
    const { rows } = await owner.query(`SELECT value FROM metric WHERE name = 'kept'`);
    expect(rows).toEqual([{ value: 2 }]);

    await provisionTestSchema(plant.address());
    await insertMetrics(writer, [{ timeMs: atMs, unit: 'press-1', name: 'kept', value: 3 }]);
    expect((await notifications()).filter((n) => n.channel === 'metric_updates_press-1')).toHaveLength(1);
  });
});

/** Makes the triggers be made anew, so that no plan of theirs remembers the server's own function. */
async function remakeTriggerFunctions(): Promise<void> {
  const steps = provisioningSteps(DEFAULT_SCHEMA_SETTINGS).filter((step) => step.id.startsWith('notify-'));
  for (const step of steps) await owner.query(step.sql);
}

test('above a quarter of the notification queue the trigger is silent: a full queue would fail the writer', async () => {
  // Filling 2 GB of a real queue takes minutes; the embedded plant's superuser may stand in for the server's function.
  const administrator = await connectPlant(plant.address('postgres'), { applicationName: 'taktline test' });
  const usageIs = (body: string) =>
    administrator.query(`CREATE OR REPLACE FUNCTION pg_catalog.pg_notification_queue_usage() RETURNS float8 ${body}`);
  const insertOne = () => insertMetrics(writer, [{ timeMs: Date.now(), unit: 'press-1', name: 'a', value: 1 }]);
  try {
    await listenFor(['press-1']);
    await usageIs(`LANGUAGE sql AS 'SELECT 0.26::float8'`);
    await remakeTriggerFunctions();
    await insertOne();
    expect(await notifications()).toEqual([]);

    await usageIs(`LANGUAGE sql AS 'SELECT 0.25::float8'`);
    await remakeTriggerFunctions();
    await insertOne();
    expect(await notifications()).toHaveLength(1);
  } finally {
    await usageIs(`LANGUAGE internal VOLATILE STRICT PARALLEL RESTRICTED AS 'pg_notification_queue_usage'`);
    await remakeTriggerFunctions();
    await administrator.end();
  }
});
