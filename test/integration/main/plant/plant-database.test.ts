import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { systemTimers } from '../../../../src/main/plant/clock';
import { PlantDatabase } from '../../../../src/main/plant/plant-database';
import { isPlantUnreachable } from '../../../../src/main/plant/plant-error';
import type { Question, StatementTiming } from '../../../../src/main/plant/statement-lane';
import { settlesBefore } from '../../../support/settles-before';
import { readRows, runSql, startHistory } from '../history/history-fixture';
import { BACKEND, sleep } from './questions';
import { postgresPrograms, type RealPostgres, startRealPostgres } from './real-postgres';

const programs = postgresPrograms();
if (programs === undefined)
  console.log('PostgreSQL is not installed (apt-get install postgresql): its tests are skipped');

const never = new AbortController().signal;

describe.skipIf(programs === undefined)('on a real PostgreSQL server', () => {
  let server: RealPostgres;
  let database: PlantDatabase;
  const statements: StatementTiming[] = [];
  const troubles: Error[] = [];

  beforeAll(async () => {
    server = await startRealPostgres(programs ?? '');
    database = new PlantDatabase({
      address: server.address,
      timers: systemTimers,
      onStatement: (timing) => statements.push(timing),
      onTrouble: (error) => troubles.push(error),
      random: Math.random,
      // Of the seven, heartbeat, listening and cancelling have three, and live reads two more.
      pool: { min: 0, max: 7, statementMs: 2_000, screenWaitMs: 20_000 },
    });
  });

  afterAll(async () => {
    database?.close();
    await server?.stop();
  });

  const sleepers = () =>
    readRows(
      server.address,
      `select pid from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`,
    );

  /** Resolves once so many backends sleep. */
  async function asleep(count: number): Promise<void> {
    while ((await sleepers()).length !== count);
  }

  test('screens that hold all their connections take none from live reads', async () => {
    const leaving = new AbortController();
    const charts = Array.from({ length: 6 }, () =>
      database.ask('screen', sleep(1.5), leaving.signal).catch(() => 'left'),
    );
    await asleep(2);
    await settlesBefore(500, database.ask('live', BACKEND));
    leaving.abort(new Error('enough'));
    expect(await Promise.all(charts)).toEqual(Array(6).fill('left'));
    await asleep(0);
  });

  test('an aborted statement ends at once for the asker, and is stopped in the server', async () => {
    const leaving = new AbortController();
    const asking = database.ask('screen', sleep(60), leaving.signal);
    await asleep(1);
    leaving.abort(new Error('the chart has moved on'));
    await expect(asking).rejects.toThrow('the chart has moved on');
    await asleep(0);
    await expect(database.ask('screen', BACKEND)).resolves.toBeGreaterThan(0);
    await expect(database.ask('screen', BACKEND, leaving.signal)).rejects.toThrow('the chart has moved on');
  });

  test('a statement that runs too long fails by itself, is timed, and its connection serves on', async () => {
    statements.splice(0);
    const failure = await database.ask('screen', sleep(30)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: '57014' });
    expect(isPlantUnreachable(failure)).toBe(false);
    expect(statements).toMatchObject([{ name: 'sleep', outcome: 'failed', rows: 0 }]);
    expect(statements[0]?.ms).toBeGreaterThan(1_500);
    await expect(database.ask('screen', BACKEND)).resolves.toBeGreaterThan(0);
  });

  test('a connection that the server ended counts as the plant being away, and is replaced', async () => {
    const pid = await database.ask('live', BACKEND);
    const asking = database.ask('live', sleep(30)).catch((error: unknown) => error);
    await asleep(1);
    await runSql(
      server.address,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'taktline reader'`,
    );
    expect(isPlantUnreachable(await asking)).toBe(true);
    expect(await database.ask('live', BACKEND)).not.toBe(pid);
  });

  test('given up, every waiting statement fails with the reason, and the next one connects anew', async () => {
    const asking = Promise.all(
      Array.from({ length: 4 }, () => database.ask('screen', sleep(30)).catch((error: unknown) => error)),
    );
    await asleep(2);
    database.abandonConnections('The plant has not answered for 2 s.');
    for (const failure of await asking) {
      expect(failure).toMatchObject({ name: 'PlantUnreachableError', message: 'The plant has not answered for 2 s.' });
    }
    await expect(database.ask('screen', BACKEND)).resolves.toBeGreaterThan(0);
  });

  test('no statement of ours is compiled: that takes seconds where aggregates are read', async () => {
    const jit: Question<unknown> = { ...BACKEND, statement: { name: 'jit', text: 'show jit' }, decode: (rows) => rows };
    await expect(database.ask('screen', jit)).resolves.toEqual([['off']]);
  });

  test('a foreign plant with two plain tables and the right to read them is enough', async () => {
    await runSql(
      server.address,
      'create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value float8)',
      'create table performance_metric (time timestamptz not null, work_unit_id text not null, oee_score float8, availability float8, performance float8, quality float8)',
      'create schema taktline',
      'create table taktline.preparation (view_name text)',
      `insert into metric select t, 'press', 'force', 7 from generate_series(now() - interval '3 days', now(), '1 minute') t`,
      `insert into metric select t, 'old', 'force', 7 from generate_series(now() - interval '30 days', now() - interval '29 days', '1 hour') t`,
      `insert into metric select t, 'press', 'vibration', 7 from generate_series(now() - interval '5 minutes', now(), '1 second') t`,
      `insert into metric values (now() - interval '60 days', 'press', 'vibration', 7)`,
      `insert into performance_metric select t, 'press', 0.5, 0.6, 0.7, 0.8 from generate_series(now() - interval '1 hour', now(), '10 seconds') t`,
      'create role visitor login',
      'grant select on metric, performance_metric to visitor',
    );
    const parts = await startHistory({ ...server.address, user: 'visitor' });
    try {
      expect(parts.troubles).toEqual([]);
      expect(parts.catalogue.abilities()).toMatchObject({
        levels: { metric: [], oee: [] },
        preparation: false,
        wakeUpChannel: false,
      });
      expect(parts.catalogue.units().map(({ workUnitId, series }) => [workUnitId, series.length])).toEqual([
        ['old', 1],
        ['press', 6],
      ]);
      const series = { table: 'metric', workUnitId: 'press', name: 'force' } as const;
      const now = Date.now();
      const [answer] = await parts.service.answer(
        { series: [series], range: { fromMs: now - 3_600_000, toMs: now } },
        never,
      );
      expect(answer).toMatchObject({ resolution: 'raw', cadenceMs: 60_000 });
      // Aggregates are made on reading, where that takes a million rows at most.
      const quarter = { fromMs: now - 90 * 86_400_000, toMs: now };
      const [days] = await parts.service.answer({ series: [series], range: quarter }, never);
      expect(days).toMatchObject({ resolution: '1day' });
      parts.statements.splice(0);
      const failure = await parts.service
        .answer({ series: [{ ...series, name: 'vibration' }], range: quarter }, never)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'too-much', message: expect.stringContaining('npm run provision') });
      expect(parts.statements).toEqual([]);
    } finally {
      parts.close();
    }
  });
});
