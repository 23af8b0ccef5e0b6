import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import type { DiagnosticsReport } from '../../../../src/shared/diagnostics';
import { type RunningAppliance, startAppliance } from '../../../support/appliance-process';
import { LiveRecord } from '../../../support/live-record';
import { type RealRedis, redisProgram, startRealRedis } from '../../../support/real-redis';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer, type TestViewer } from '../../../support/viewer';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

/**
 * Three appliances, each a process of its own, on one plant and one Redis. Whatever happens to leader and Redis, what the
 * viewers of each know in the end are the table's rows.
 */

const [postgres, redis] = [postgresPrograms(), redisProgram()];
if (postgres === undefined || redis === undefined)
  console.log(
    'left out: appliances that share the following, because PostgreSQL or Redis (redis-tools) is not installed',
  );

const SERIES = { table: 'metric', workUnitId: 'press-1', name: 'force' } as const;
const WRITE_EVERY_MS = 100;
const ROUNDS = process.env.TAKTLINE_LONG === undefined ? 1 : 8;
/** The lease ends 4 s after its holder's last sign, and is looked at every second; the rest is this machine's. */
const TAKEOVER_MS = 20_000;

interface Member {
  readonly appliance: RunningAppliance;
  readonly viewer: TestViewer;
  readonly record: LiveRecord;
  report(): Promise<DiagnosticsReport>;
}

describe.skipIf(postgres === undefined || redis === undefined)('appliances that share the following of a plant', () => {
  let plant: RealPostgres;
  let cache: RealRedis;
  let writer: PlantConnection;
  let writing: NodeJS.Timeout | undefined;
  let written = 0;

  beforeAll(async () => {
    plant = await startRealPostgres(postgres ?? '');
    cache = await startRealRedis(redis ?? { path: '', argv0: '' });
    writer = await connectPlant(plant.address, { applicationName: 'test writer' });
    await writer.query(
      'create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value float8)',
    );
    await writer.query('create index on metric (work_unit_id, name, time desc)');
    await writer.query("insert into metric values (clock_timestamp(), 'press-1', 'force', 0)");
  }, 60_000);
  afterAll(async () => {
    clearInterval(writing);
    await writer?.end();
    await plant?.stop();
    await cache?.stop();
  });

  const write = () => {
    written += 1;
    return writer.query(`insert into metric values (clock_timestamp(), 'press-1', 'force', ${written})`);
  };

  const rows = async () => {
    const answer = await writer.query<{ ms: number; value: number }>(
      'select (extract(epoch from time) * 1000)::float8 as ms, value from metric order by time, value',
    );
    return answer.rows.map(({ ms, value }) => `${ms} ${value}`);
  };

  async function joinOne(): Promise<Member> {
    const folder = temporaryFolder();
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    const { host, port, database, user } = plant.address;
    const urlFile = join(folder, 'plant.url');
    writeFileSync(urlFile, `postgresql://${user}@${host}:${port}/${database}?sslmode=disable\n`, { mode: 0o600 });
    const settings = { redis: { url: `redis://127.0.0.1:${cache.port}`, plantId: 'fleet' } };
    writeFileSync(join(data, 'settings.json'), JSON.stringify(settings));
    const appliance = startAppliance(['--plant-url-file', urlFile, '--data', data]);
    const viewer = await openViewer(await appliance.line(/http:\S+#code=/));
    const record = new LiveRecord(viewer, SERIES);
    viewer.say({ type: 'subscribe', workUnitIds: 'all', tailMs: 600_000 });
    const reports: DiagnosticsReport[] = [];
    viewer.onMessage((message) => {
      if (message.type === 'diagnostics') reports.push(message.report);
    });
    const report = async () => {
      const known = reports.length;
      viewer.say({ type: 'diagnostics' });
      return vi.waitFor(() => reports[known] ?? Promise.reject(new Error('no report yet')), { timeout: 10_000 });
    };
    return { appliance, viewer, record, report };
  }

  const rolesOf = async (members: readonly Member[]) =>
    (await Promise.all(members.map(async (each) => (await each.report()).fleet?.state ?? 'none'))).toSorted();

  const untilRoles = (members: readonly Member[], roles: readonly string[], timeout = TAKEOVER_MS) =>
    vi.waitFor(async () => expect(await rolesOf(members)).toEqual(roles), { timeout, interval: 250 });

  async function leaderOf(members: readonly Member[]): Promise<Member> {
    for (const member of members) if ((await member.report()).fleet?.state === 'leading') return member;
    throw new Error('nobody leads');
  }

  async function expectAllToKnowTheTable(members: readonly Member[]): Promise<void> {
    for (const { record } of members)
      await vi.waitFor(async () => expect(record.rows()).toEqual(await rows()), { timeout: 30_000, interval: 300 });
  }

  test('one follows the plant for all; neither a dead leader nor a frozen, emptied or dead Redis costs or doubles a row', {
    timeout: ROUNDS * 240_000,
  }, async () => {
    let members: readonly Member[] = await Promise.all([joinOne(), joinOne(), joinOne()]);
    await untilRoles(members, ['following', 'following', 'leading'], 40_000);
    writing = setInterval(() => void write(), WRITE_EVERY_MS);

    const first = await leaderOf(members);
    const followers = members.filter((member) => member !== first);
    const readsOf = async ({ report }: Member) =>
      (await report()).statements.find(({ name }) => name === 'live-metric')?.ms.count ?? 0;
    const [ledBefore, ...before] = await Promise.all([first, ...followers].map(readsOf));
    const wanted = (ledBefore ?? 0) + 5;
    await vi.waitFor(async () => expect(await readsOf(first)).toBeGreaterThanOrEqual(wanted), { timeout: 20_000 });
    const after = await Promise.all(followers.map(readsOf));
    // A follower that has heard nothing for seconds, as on a busy machine, reads once for itself.
    for (const [at, reads] of after.entries()) expect(reads - (before[at] ?? 0)).toBeLessThanOrEqual(2);

    for (let round = 0; round < ROUNDS; round += 1) {
      const leader = await leaderOf(members);
      const ended = once(leader.appliance.child, 'exit');
      leader.appliance.child.kill('SIGKILL');
      await ended;
      members = members.filter((each) => each !== leader);
      await untilRoles(members, ['following', 'leading']);

      cache.signal('SIGSTOP');
      await untilRoles(members, ['alone', 'alone']);
      cache.signal('SIGCONT');
      await untilRoles(members, ['following', 'leading']);

      await cache.kill();
      await untilRoles(members, ['alone', 'alone']);
      await cache.start();
      await untilRoles(members, ['following', 'leading']);

      members = [...members, await joinOne()];
      await untilRoles(members, ['following', 'following', 'leading'], 40_000);
    }
    clearInterval(writing);
    await expectAllToKnowTheTable(members);
    expect(written).toBeGreaterThan(50);
    for (const { viewer } of members) viewer.close();
  });
});
