import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSettings } from '../../../../src/main/config/settings';
import { createLog } from '../../../../src/main/diagnostics/log';
import { type Engine, startEngine } from '../../../../src/main/engine/engine';
import { connectPlant } from '../../../../src/main/plant/connection';
import { parseRedisUrl } from '../../../../src/main/store/redis/redis-address';
import { decodeHistoryFrame } from '../../../../src/shared/history-frame';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import { parseExposition } from '../../../support/exposition';
import { type RealRedis, redisProgram, startRealRedis } from '../../../support/real-redis';
import { SecretFilesTwin } from '../../../support/secret-files';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer } from '../../../support/viewer';
import { postgresPrograms, type RealPostgres, startRealPostgres } from '../plant/real-postgres';

const [postgres, redis] = [postgresPrograms(), redisProgram()];
if (postgres === undefined || redis === undefined)
  console.log('left out: two whole appliances, because PostgreSQL or Redis (redis-tools) is not installed');

const FORCE = { table: 'metric', workUnitId: 'press-7', name: 'force' } as const;
/** Ten days are past every late row: such tiles are sealed, and need not be read again behind the answer. */
const ago = (minutes: number) => Math.floor(Date.now() / 60_000 - minutes) * 60_000;

describe.skipIf(postgres === undefined || redis === undefined)(
  'whole appliances on one plant and one shared cache',
  () => {
    let plant: RealPostgres;
    let cache: RealRedis;
    const engines: Engine[] = [];
    const lines: string[] = [];

    beforeAll(async () => {
      plant = await startRealPostgres(postgres ?? '');
      cache = await startRealRedis(redis ?? { path: '', argv0: '' }, ['requirepass hunter2']);
      const owner = await connectPlant(plant.address, { applicationName: 'test' });
      await owner.query(
        'create table metric (time timestamptz not null, work_unit_id text not null, name text not null, value float8)',
      );
      await owner.query('create index on metric (work_unit_id, name, time desc)');
      await owner.query(
        `insert into metric select t, 'press-7', 'force', 7 from generate_series(now() - interval '10 days 5 hours', now() - interval '10 days 3 hours', '1 second') t`,
      );
      // A view that takes its time: what a slow plant is like.
      await owner.query('alter table metric rename to metric_rows');
      await owner.query('create view metric as select * from metric_rows');
      await owner.end();
    });
    afterEach(async () => {
      for (const engine of engines.splice(0)) await engine.stop();
    });
    afterAll(async () => {
      await plant?.stop();
      await cache?.stop();
    });

    async function startAppliance(): Promise<Engine> {
      const engine = await startEngine({
        sourceName: 'test plant',
        secrets: new SecretFilesTwin(),
        settings: readSettings(readFileSync('resources/default-settings.json', 'utf8')),
        rendererFolder: temporaryFolder(),
        log: createLog((line) => lines.push(line), Date.now),
        sharedCache: {
          address: parseRedisUrl(`redis://:hunter2@127.0.0.1:${cache.port}`, (path) => readFileSync(path, 'utf8')),
          plantId: 'test',
          // Who gives what is shown here, not how soon: within 20 ms a busy machine does not always answer.
          waitMs: 5_000,
        },
      });
      engines.push(engine);
      engine.followPlant(plant.address, DEFAULT_PLANT_TABLES);
      return engine;
    }

    const metricsOf = async (engine: Engine) => {
      const { origin } = new URL(engine.newBrowserAddress());
      const answer = await fetch(`${origin}/metrics`);
      expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      const text = await answer.text();
      const families = parseExposition(text);
      const value = (family: string, labels: Readonly<Record<string, string>> = {}) =>
        families
          .get(`taktline_${family}`)
          ?.samples.find((sample) => Object.entries(labels).every(([key, each]) => sample.labels[key] === each))?.value;
      return { text, value };
    };

    /** Asks for an hour of raw samples, as a chart does. @param first what is done before, when the catalogue is there */
    async function askHistory(engine: Engine, first?: () => Promise<unknown>) {
      const viewer = await openViewer(engine.newBrowserAddress());
      await viewer.message('catalogue', ({ units }) => units.length > 0);
      await first?.();
      viewer.say({
        ...{ type: 'history', requestId: 1, series: [FORCE], pointBudget: 20_000 },
        range: { fromMs: ago(14_670), toMs: ago(14_610) },
      });
      const { tiles } = decodeHistoryFrame(await viewer.frame());
      viewer.say({ type: 'diagnostics' });
      const { report } = await viewer.message('diagnostics');
      viewer.close();
      return { tiles, report };
    }

    test('what one has read from the plant the other has from the cache, and both say so', async () => {
      const one = await startAppliance();
      await vi.waitFor(async () => expect((await metricsOf(one)).value('redis_state', { state: 'serving' })).toBe(1), {
        timeout: 10_000,
      });
      const first = await askHistory(one);
      expect(first.tiles.length).toBeGreaterThan(0);
      expect(first.report).toMatchObject({
        link: 'online',
        viewers: { count: 1 },
        sqlite: null,
        redis: { state: 'serving' },
      });
      expect(first.report.statements.find(({ name }) => name === 'raw-metric')?.ms.count).toBeGreaterThan(0);
      const admin = new Redis(cache.port, '127.0.0.1', { password: 'hunter2' });
      await vi.waitFor(async () => expect(await admin.keys('tl:test:v1:metrics:force:press-7:*:raw')).not.toEqual([]), {
        timeout: 10_000,
      });
      admin.disconnect();

      const other = await startAppliance();
      await vi.waitFor(
        async () => expect((await metricsOf(other)).value('redis_state', { state: 'serving' })).toBe(1),
        {
          timeout: 10_000,
        },
      );
      // The cache may take longer than the 10 ms after which the plant is asked as well: it cannot answer.
      const owner = await connectPlant(plant.address, { applicationName: 'test' });
      const second = await askHistory(other, () =>
        owner.query('begin; lock table metric_rows in access exclusive mode'),
      );
      await owner.end();
      expect(second.tiles.map(({ columns }) => columns)).toEqual(first.tiles.map(({ columns }) => columns));
      const metrics = await metricsOf(other);
      expect(metrics.value('tier_hits_total', { tier: 'redis' })).toBe(second.tiles.length);
      expect(metrics.value('pool_connections_open')).toBeGreaterThan(0);
      expect(metrics.text).not.toMatch(/press-7|force|hunter2/);
      expect(lines.join('\n')).not.toContain('hunter2');
    });

    test('a slow statement is warned of without its values, and its plan is to be had without running it', async () => {
      lines.splice(0);
      const engine = await startAppliance();
      expect(await engine.explainStatement('never-slow')).toMatchObject({
        sentence: expect.stringContaining('not remembered'),
      });
      const owner = await connectPlant(plant.address, { applicationName: 'test' });
      await owner.query(
        'create or replace view metric as select * from metric_rows where (select pg_sleep(0.15)) is not null',
      );
      // One that was broken off, while the view was changed under it, may be slow too.
      const slowLine = () => lines.find((each) => /slow-statement name=live-metric .*outcome=done/.test(each));
      await vi.waitFor(
        async () => {
          await owner.query(`insert into metric_rows values (now(), 'press-7', 'force', 8)`);
          expect(slowLine()).toBeDefined();
        },
        { timeout: 20_000, interval: 200 },
      );
      const line = slowLine() ?? '';
      expect(line).toMatch(/tier=plant ms=\d+ waitMs=\d+ rows=\d+ outcome=done parameters="text\[1\], text\[1\], text/);
      expect(line).not.toMatch(/press-7|force/);
      await owner.query(
        'create or replace view metric as select * from metric_rows where (select pg_sleep(30)) is not null',
      );
      const startedMs = performance.now();
      expect(await engine.explainStatement('live-metric')).toMatchObject({
        plan: expect.stringMatching(/Scan.*metric_rows/s),
      });
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      await owner.query('create or replace view metric as select * from metric_rows');
      await owner.end();
    });
  },
);
