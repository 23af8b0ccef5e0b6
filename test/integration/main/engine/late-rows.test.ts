import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSettings } from '../../../../src/main/config/settings';
import { type Engine, startEngine } from '../../../../src/main/engine/engine';
import { FollowerHistory } from '../../../../src/main/engine/follower-history';
import { isSameBucket } from '../../../../src/main/history/tile-reviser';
import type { TileTier } from '../../../../src/main/history/tile-tier';
import { Catalogue } from '../../../../src/main/plant/catalogue';
import { systemTimers } from '../../../../src/main/plant/clock';
import { connectPlant, type PlantAddress, type PlantConnection } from '../../../../src/main/plant/connection';
import { PlantDatabase } from '../../../../src/main/plant/plant-database';
import { PlantReader } from '../../../../src/main/plant/plant-reader';
import { PreparationWatch } from '../../../../src/main/plant/preparation-watch';
import { TableLookup } from '../../../../src/main/plant/table-lookup';
import { prepareAggregates } from '../../../../src/main/provisioning/prepare-aggregates';
import { connectRedis } from '../../../../src/main/store/redis/connect-redis';
import { RedisTier } from '../../../../src/main/store/redis/redis-tier';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../../src/shared/history-frame';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import type { RevisedStretch } from '../../../../src/shared/protocol';
import { BUCKET_RESOLUTIONS, RESOLUTIONS, type Resolution, type SeriesKey } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS, type TimeRange } from '../../../../src/shared/time';
import { layLine } from '../../../support/breakable-line';
import { startTestPlant, type TestPlant } from '../../../support/embedded-plant';
import { openStoreOf } from '../../../support/on-board';
import { type RealRedis, redisProgram, startRealRedis } from '../../../support/real-redis';
import { provisionTestSchema } from '../../../support/schema';
import { SecretFilesTwin } from '../../../support/secret-files';
import { temporaryFolder } from '../../../support/temporary-folder';
import { openViewer, type TestViewer } from '../../../support/viewer';
import { bucketsOf, rawOf, type Sample } from '../../../unit/main/history/memory-plant';

/**
 * Rows that come late, are changed or deleted: while the appliance runs, while it is off, while the network is down.
 * Afterwards every chart equals the database, at every level, out of whatever tier it comes.
 */
let plant: TestPlant;
let sql: PlantConnection;
let redis: RealRedis | undefined;

const END_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - HOUR_MS;
/** In the past that every level has materialised. */
const LATE_MS = END_MS - 4 * DAY_MS + 20 * MINUTE_MS + 250;
const SERIES: readonly SeriesKey[] = [
  { table: 'metric', workUnitId: 'press', name: 'force' },
  { table: 'oee', workUnitId: 'press', name: 'quality' },
];
const never = new AbortController().signal;
const iso = (timeMs: number) => `'${new Date(timeMs).toISOString()}'::timestamptz`;
const around = (spanMs: number): TimeRange => ({ fromMs: LATE_MS - spanMs / 2, toMs: LATE_MS + spanMs / 2 });
/** A chart that leads to each level for a series every 30 s. */
const CHARTS: readonly { readonly level: Resolution; readonly range: TimeRange; readonly pointBudget: number }[] = [
  { level: 'raw', range: around(HOUR_MS), pointBudget: 130 },
  { level: '1min', range: around(HOUR_MS), pointBudget: 100 },
  { level: '5min', range: around(6 * HOUR_MS), pointBudget: 100 },
  { level: '1hour', range: around(48 * HOUR_MS), pointBudget: 60 },
  { level: '1day', range: around(4 * DAY_MS), pointBudget: 10 },
];

beforeAll(async () => {
  plant = await startTestPlant({ runJobs: false });
  await provisionTestSchema(plant.address());
  sql = await connectPlant(plant.address(), {
    applicationName: 'late rows test',
    statementTimeoutMs: 0,
    queryTimeoutMs: 0,
  });
  const program = redisProgram();
  if (program === undefined) console.log('without Redis: redis-server is not installed');
  else redis = await startRealRedis(program);
  await sql.query(
    `insert into metric select t, 'press', 'force', 50 + 10 * sin(extract(epoch from t) / 600)
     from generate_series(${iso(END_MS - 6 * DAY_MS)}, ${iso(END_MS)}, '30 seconds') t`,
  );
  await sql.query(
    `insert into performance_metric select t, 'press', 0.8, 0.9, 0.95, 0.97
     from generate_series(${iso(END_MS - 6 * DAY_MS)}, ${iso(END_MS)}, '30 seconds') t`,
  );
  await prepareAggregates(sql, { nowMs: Date.now() });
}, 180_000);

afterAll(async () => {
  await redis?.stop();
  await sql?.end();
  await plant?.stop();
});

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

/** All refresh policies once, bottom-up, as the plant's scheduler runs them. */
async function runJobs(): Promise<void> {
  const { rows } = await sql.query(
    `select j.job_id, c.view_name from timescaledb_information.jobs j
     join timescaledb_information.continuous_aggregates c
       on c.materialization_hypertable_name = j.hypertable_name or c.view_name = j.hypertable_name
     where j.proc_name = 'policy_refresh_continuous_aggregate'`,
  );
  for (const level of BUCKET_RESOLUTIONS) {
    for (const { job_id: id, view_name: view } of rows) {
      if (String(view).endsWith(`_${level}`)) await sql.query(`call run_job(${Number(id)})`);
    }
  }
}

/** All samples of a series, read again after each change. */
const truth = new Map<string, readonly Sample[]>();

async function samples(series: SeriesKey, { fromMs, toMs }: TimeRange): Promise<readonly Sample[]> {
  const all = truth.get(series.table) ?? (await allSamples(series));
  truth.set(series.table, all);
  return all.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
}

async function allSamples({ table, name }: SeriesKey): Promise<readonly Sample[]> {
  const { rows } = await sql.query(
    `select extract(epoch from time)::float8 * 1000 as ms, ${table === 'metric' ? 'value' : name} as value
     from ${table === 'metric' ? 'metric' : 'performance_metric'} order by time`,
  );
  return rows.map((row) => ({ timeMs: Math.round(Number(row.ms)), value: Number(row.value) }));
}

async function write(...statements: readonly string[]): Promise<void> {
  for (const statement of statements) await sql.query(statement);
  truth.clear();
}

/** What of these answers is not what the database holds now; empty: nothing. One after the other, for they share a connection. */
async function allDifferences(answers: readonly HistoryAnswer[]): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const answer of answers) wrong.push(...(await differences(answer)));
  return wrong;
}

/** What of an answer is not what the database holds now; empty: nothing. */
async function differences(answer: HistoryAnswer): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const { range, columns } of answer.tiles) {
    const rows = await samples(answer.series, range);
    const where = `${answer.series.table} ${answer.resolution} from ${new Date(range.fromMs).toISOString()}`;
    if (columns.kind === 'raw') {
      const own = rawOf(rows);
      const key = (side: typeof own) =>
        JSON.stringify([...side.timesMs].map((timeMs, at) => [Math.round(timeMs), side.values[at]]).sort());
      if (key(own) !== key(columns)) wrong.push(`${where}: ${columns.timesMs.length} samples for ${rows.length}`);
      continue;
    }
    const own = bucketsOf(columns.resolution, range, rows);
    for (const [at, count] of columns.counts.entries()) {
      if (!isSameBucket(columns, at, own, at))
        wrong.push(`${where} bucket ${at}: ${count} samples for ${own.counts[at]}`);
    }
  }
  return wrong;
}

/** The history of an appliance on its tiers, without gateway and feed: what happens is told it by the test. */
async function startHistory() {
  const troubles: unknown[] = [];
  const onTrouble = (error: unknown) => troubles.push(error);
  const plantNowMs = () => Date.now();
  const database = new PlantDatabase({
    address: plant.address('taktline_reader'),
    timers: systemTimers,
    onStatement: () => {},
    onTrouble,
    random: Math.random,
  });
  const lookup = new TableLookup(database, DEFAULT_PLANT_TABLES);
  const reader = new PlantReader(lookup, (key) => catalogue.series(key));
  const sweep = (request: Parameters<PlantReader['sweep']>[0], signal: AbortSignal) => reader.sweep(request, signal);
  const catalogue: Catalogue = new Catalogue({ sweep, timers: systemTimers, plantNowMs, onTrouble });
  const preparation = new PreparationWatch({
    read: (signal) => reader.readPreparing(signal),
    timers: systemTimers,
    onTrouble,
  });
  const store = openStoreOf(folder, 'late rows');
  const tiers: TileTier[] = [store];
  const shared =
    redis === undefined
      ? undefined
      : new RedisTier({
          connect: connectRedis({ kind: 'single', hosts: [{ host: '127.0.0.1', port: redis.port }], database: 0 }),
          plantId: folder,
          holder: folder,
          timers: systemTimers,
          random: Math.random,
        });
  if (shared !== undefined) {
    shared.start();
    tiers.push(shared);
  }
  const revisions: RevisedStretch[] = [];
  const history = new FollowerHistory({
    tables: DEFAULT_PLANT_TABLES,
    ...{ reader, backgroundReader: reader, catalogue, preparation, timers: systemTimers, plantNowMs, tiers, onTrouble },
    link: () => ({ state: 'online', asOfMs: Date.now(), reason: null, feed: 'listen' }),
    memoryBytes: 64 * 1024 * 1024,
    onRevision: (stretches) => revisions.push(...stretches),
  });
  await Promise.all([catalogue.start(), preparation.start()]);
  history.start();
  const charts = async () => {
    const asked = CHARTS.map(({ range, pointBudget }) =>
      history.service.answer({ series: SERIES, range, pointBudget }, never),
    );
    const answers = (await Promise.all(asked)).flat();
    expect(answers.map(({ resolution }) => resolution)).toEqual(
      RESOLUTIONS.flatMap((level) => SERIES.map(() => level)),
    );
    expect(answers.flatMap(({ missing }) => missing)).toEqual([]);
    return answers;
  };
  return {
    history,
    catalogue,
    revisions,
    charts,
    wrong: async () => allDifferences(await charts()),
    stop: async () => {
      history.close();
      catalogue.close();
      preparation.close();
      database.close();
      shared?.close();
      await store.close();
      expect(troubles).toEqual([]);
    },
  };
}

/** Asks again until nothing is wrong any more; answers what was wrong at the end, if anything. */
async function untilRight(wrong: () => Promise<readonly string[]>, withinMs: number): Promise<readonly string[]> {
  const untilMs = Date.now() + withinMs;
  while (true) {
    const found = await wrong();
    if (found.length === 0 || Date.now() > untilMs) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const insertLate = (offsetMs: number) =>
  write(
    `insert into metric values (${iso(LATE_MS + offsetMs)}, 'press', 'force', 900 + ${offsetMs % 97})`,
    `insert into performance_metric values (${iso(LATE_MS + offsetMs)}, 'press', 0.1, 0.2, 0.3, 0.4)`,
  );

/** What a hand does: no wake-up tells of the deleting. Each time another stretch, so that there is always something to find. */
let turn = 0;
const CHANGES: readonly (readonly [string, () => Promise<void>])[] = [
  ['late rows', () => insertLate(60_001 + turn++ * 1_000)],
  [
    'an update by hand',
    () =>
      write(
        `update metric set value = value + 500 where time >= ${iso(LATE_MS - 90_000)} and time < ${iso(LATE_MS)}`,
        `update performance_metric set quality = 0.5 + 0.01 * ${turn++ % 9}
         where time >= ${iso(LATE_MS - 90_000)} and time < ${iso(LATE_MS)}`,
      ),
  ],
  [
    'a deletion by hand',
    () => {
      const stretch = `time >= ${iso(LATE_MS + ++turn * 60_000)} and time < ${iso(LATE_MS + (turn + 1) * 60_000)}`;
      return write(`delete from metric where ${stretch}`, `delete from performance_metric where ${stretch}`);
    },
  ],
];

for (const [what, change] of CHANGES) {
  for (const jobs of ['paused', 'run'] as const) {
    test(`${what} while the appliance was off, jobs ${jobs}: after its start every chart equals the database, at every level`, async () => {
      const before = await startHistory();
      before.history.feedChanged('listening');
      expect(await untilRight(before.wrong, 10_000)).toEqual([]);
      await before.stop();
      await change();
      if (jobs === 'run') await runJobs();
      const after = await startHistory();
      // At once from the disk, whatever it holds; then right.
      await after.charts();
      after.history.feedChanged('listening');
      expect(await untilRight(after.wrong, 15_000)).toEqual([]);
      await after.stop();
      await runJobs();
    });
  }

  test(`${what} of which no wake-up tells: the sweep finds it, tells the viewers, and every chart equals the database`, async () => {
    const running = await startHistory();
    running.history.feedChanged('listening');
    await running.history.service.sweep();
    expect(await untilRight(running.wrong, 10_000)).toEqual([]);
    await change();
    running.revisions.splice(0);
    await running.history.service.sweep();
    expect(await untilRight(running.wrong, 15_000)).toEqual([]);
    expect(running.revisions.length).toBeGreaterThan(0);
    await runJobs();
    expect(await untilRight(running.wrong, 15_000)).toEqual([]);
    await running.stop();
  });
}

interface Opened {
  readonly engine: Engine;
  readonly viewer: TestViewer;
  /** An answer for each chart and series, as the viewer gets it. */
  readonly charts: () => Promise<readonly HistoryAnswer[]>;
  readonly wrong: () => Promise<readonly string[]>;
}

async function openEngine(
  address: PlantAddress = plant.address('taktline_reader'),
  tiers: readonly TileTier[] = [],
): Promise<Opened> {
  const settings = readSettings(readFileSync('resources/default-settings.json', 'utf8'));
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const secrets = new SecretFilesTwin();
  const engine = await startEngine({
    ...{ sourceName: 'late rows', settings, rendererFolder: 'out/renderer', log, tiers, secrets },
  });
  engine.followPlant(address, DEFAULT_PLANT_TABLES);
  const viewer = await openViewer(engine.newBrowserAddress());
  viewer.say({ type: 'subscribe', workUnitIds: 'all' });
  await viewer.link(({ state, feed }) => state === 'online' && feed === 'listen');
  await viewer.message('catalogue', ({ units }) => units.length > 0);
  let requestId = 0;
  const chart = async (series: SeriesKey, { range, pointBudget }: (typeof CHARTS)[number]) => {
    requestId += 1;
    const own = requestId;
    viewer.say({ type: 'history', requestId: own, series: [series], range, pointBudget });
    return decodeHistoryFrame(await viewer.frame((frame) => decodeHistoryFrame(frame).requestId === own));
  };
  const charts = () => Promise.all(CHARTS.flatMap((each) => SERIES.map((series) => chart(series, each))));
  const wrong = async () => allDifferences(await charts());
  return { engine, viewer, charts, wrong };
}

test('late rows while the appliance runs, jobs paused: on every chart within 5 s and marked; jobs run: every level equals raw', async () => {
  const { engine, viewer, charts, wrong } = await openEngine();
  expect(await untilRight(wrong, 10_000)).toEqual([]);
  const lateMs = LATE_MS + 7_003;
  /** Charts on which the change is not marked. */
  const unmarked = async () =>
    (await charts())
      .filter(({ revised }) => !revised.some(({ fromMs, toMs }) => fromMs <= lateMs && lateMs < toMs))
      .map(({ series, resolution }) => `${series.table} ${resolution}`);
  const startMs = performance.now();
  await insertLate(7_003);
  await viewer.message('update', ({ units }) =>
    units.some(({ touched }) => touched.some(({ fromMs, toMs }) => fromMs <= lateMs && lateMs < toMs)),
  );
  expect(await untilRight(unmarked, 5_000)).toEqual([]);
  expect(performance.now() - startMs).toBeLessThan(5 * SECOND_MS);
  expect(await untilRight(wrong, 0)).toEqual([]);
  await runJobs();
  expect(await untilRight(wrong, 5_000)).toEqual([]);
  viewer.close();
  await engine.stop();
});

for (const jobs of ['paused', 'run'] as const) {
  test(`late rows, an update and a deletion while the network is down, jobs ${jobs}: healed, every chart equals the database, at every level`, async () => {
    const address = plant.address('taktline_reader');
    const line = await layLine(address);
    const store = openStoreOf(folder, 'late rows');
    const { engine, viewer, charts, wrong } = await openEngine({ ...address, host: '127.0.0.1', port: line.port }, [
      store,
    ]);
    expect(await untilRight(wrong, 10_000)).toEqual([]);
    const before = await charts();
    line.cut();
    await viewer.message('link', ({ link }) => link.state === 'offline');
    for (const [, change] of CHANGES) await change();
    // TimescaleDB's refresh policy leaves the last bucket of a changed range to its next run, and lists it as changed till then.
    if (jobs === 'run') for (let run = 0; run < 2; run += 1) await runJobs();
    // Meanwhile what is on board is shown, as of the last sign of the plant.
    const down = await charts();
    // The figures of the shifts may have read the same tiles anew between the two.
    const contents = (answers: typeof down) =>
      answers.map(({ tiles }) => tiles.map(({ asOfMs: _, ...content }) => content));
    expect(contents(down)).toEqual(contents(before));
    expect(down.flatMap(({ missing }) => missing)).toEqual([]);
    const healedMs = Date.now();
    expect(Math.max(...down.map(({ asOfMs }) => asOfMs))).toBeLessThan(healedMs);
    line.mend();
    await viewer.message('link', ({ link: { state, feed, asOfMs } }) => {
      return state === 'online' && feed === 'listen' && (asOfMs ?? 0) > healedMs;
    });
    expect(await untilRight(wrong, 15_000)).toEqual([]);
    await runJobs();
    expect(await untilRight(wrong, 15_000)).toEqual([]);
    viewer.close();
    await engine.stop();
    await store.close();
    await line.close();
  }, 90_000);
}

test('raw chunks that were dropped by hand: what is on board stays and says so, else another level serves; nothing looks empty', async () => {
  const range = around(HOUR_MS);
  const ask = ({ history }: Awaited<ReturnType<typeof startHistory>>) =>
    history.service.answer({ series: SERIES, range, pointBudget: 130 }, never);
  const had = await startHistory();
  const before = await ask(had);
  expect(before.map(({ resolution }) => resolution)).toEqual(['raw', 'raw']);
  const olderThan = `older_than => ${iso(LATE_MS + DAY_MS)}`;
  await write(`select drop_chunks('metric', ${olderThan})`, `select drop_chunks('performance_metric', ${olderThan})`);
  await had.catalogue.refresh();
  await had.history.service.sweep();
  const after = await ask(had);
  expect(after.map(({ tiles }) => tiles)).toEqual(before.map(({ tiles }) => tiles));
  expect(after.map(({ onlyOnBoard }) => onlyOnBoard)).toEqual([[range], [range]]);
  await had.stop();
  folder = temporaryFolder();
  const fresh = await startHistory();
  const found = await ask(fresh);
  expect(found.map(({ resolution, missing }) => [resolution, missing])).toEqual([
    ['1min', []],
    ['1min', []],
  ]);
  for (const { tiles } of found) {
    const counts = tiles.flatMap(({ columns }) => (columns.kind === 'raw' ? [] : [...columns.counts]));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  }
  await fresh.stop();
});
