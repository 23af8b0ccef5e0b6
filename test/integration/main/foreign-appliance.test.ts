import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../src/main/plant/connection';
import { decodeHistoryFrame, type HistoryAnswer } from '../../../src/shared/history-frame';
import type { PlantTables } from '../../../src/shared/plant-tables';
import { OEE_SCORES, type SeriesKey, seriesKeyText } from '../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/shared/time';
import { type RunningAppliance, startAppliance } from '../../support/appliance-process';
import { seededRandom } from '../../support/sample-tiles';
import { temporaryFolder } from '../../support/temporary-folder';
import { openViewer, type TestViewer } from '../../support/viewer';
import { type ForeignKind, type ForeignSample, makeForeignPlant, timeSql } from './plant/foreign-plant';
import { postgresPrograms, type RealPostgres, startRealPostgres } from './plant/real-postgres';
import { expectBuckets, reckoned, within } from './plant/reckoned-buckets';

/**
 * Taktline as it runs on a plant that others made: their tables as they are, on PostgreSQL without TimescaleDB, in a role
 * that has SELECT alone. What it shows is reckoned here from the same samples; what it leaves behind is nothing.
 */

const programs = postgresPrograms();
if (programs === undefined) console.log("skipped: Debian's PostgreSQL is not installed (apt-get install postgresql)");

const CADENCE_MS = 20 * SECOND_MS;
const END_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 2 * MINUTE_MS;
const UNITS = ['press-7', `Presse "8", 'links'`] as const;
const NAMES = ['temperature', 'force'] as const;
/** Of the row that comes while the appliance runs: beyond the ids that the plant has given. */
const LATER_ID = 1_000_000;
const LATER_VALUE = 4711.5;

const indexes = { indexes: ['"workUnitId", "name", "timestamp"'], oeeIndexes: ['"workUnitId", "timestamp"'] };
const KINDS: Readonly<Record<string, ForeignKind>> = {
  'times with a zone, double precision, fractions': {
    ...{ timeType: 'timestamptz', time: { column: 'timestamp', kind: 'timestamptz' }, unitType: 'text' },
    ...{ valueType: 'double precision', scale: 'fraction', ...indexes },
  },
  'local times, numeric, percent': {
    ...{ timeType: 'timestamp(3)', time: { column: 'timestamp', kind: 'timestamp', zone: 'Asia/Kolkata' } },
    ...{ unitType: 'varchar(50)', valueType: 'numeric(12,4)', scale: 'percent', ...indexes },
  },
};

/** A sample of each series every 20 s for 26 h; OEE rows carry one number in all four scores. */
function makeSamples(): readonly ForeignSample[] {
  const random = seededRandom(7);
  const count = (26 * HOUR_MS) / CADENCE_MS;
  return UNITS.flatMap((unit) =>
    [...NAMES, 'oee'].flatMap((name) =>
      Array.from({ length: count }, (_, at): ForeignSample => {
        const value = Math.round(random() * 1e6) / 1e4;
        return { unit, name, timeMs: END_MS - at * CADENCE_MS, value };
      }),
    ),
  );
}

const samples = makeSamples();
const ALL_SERIES: readonly SeriesKey[] = UNITS.flatMap((workUnitId) => [
  ...NAMES.map((name) => ({ table: 'metric', workUnitId, name }) as const),
  ...OEE_SCORES.map((name) => ({ table: 'oee', workUnitId, name }) as const),
]);

/** The samples of a series as they must be shown, in order of time. */
function expected({ scale }: ForeignKind, { table, workUnitId, name }: SeriesKey) {
  const divisor = table === 'oee' && scale === 'percent' ? 100 : 1;
  return samples
    .filter((sample) => sample.unit === workUnitId && sample.name === (table === 'oee' ? 'oee' : name))
    .map(({ timeMs, value = Number.NaN }) => ({ timeMs, value: value / divisor }))
    .toSorted((a, b) => a.timeMs - b.timeMs);
}

/** Range and budget of a question, and the level that has to answer it. */
const QUESTIONS = [
  { spanMs: HOUR_MS / 2, pointBudget: 20_000, resolution: 'raw' },
  { spanMs: HOUR_MS, pointBudget: 100, resolution: '1min' },
  { spanMs: 6 * HOUR_MS, pointBudget: 100, resolution: '5min' },
  { spanMs: DAY_MS, pointBudget: 30, resolution: '1hour' },
  { spanMs: 30 * DAY_MS, pointBudget: 40, resolution: '1day' },
] as const;

/** What a role with more than SELECT could do to the plant. */
const writes = (schema: string) => {
  const [metric, oee, sequence] = ['Metric', 'PerformanceMetric', 'Metric_id_seq'].map(
    (name) => `"${schema}"."${name}"`,
  ) as [string, string, string];
  return [
    `insert into ${metric} ("id", "timestamp", "workUnitId", "name", "value") values (-1, now(), 'x', 'x', 1)`,
    `insert into ${oee} ("id", "timestamp", "workUnitId", "oeeScore") values (-1, now(), 'x', 1)`,
    `update ${metric} set "value" = 0`,
    `delete from ${oee}`,
    `truncate ${metric}`,
    `select 1 from ${metric} for update`,
    `select 1; lock table ${metric} in exclusive mode`,
    `select nextval('${sequence}')`,
    `alter table ${metric} add column "more" int`,
    `create index on ${metric} ("value")`,
    `create trigger t after insert on ${metric} execute function suppress_redundant_updates_trigger()`,
    `comment on table ${oee} is 'x'`,
    `drop table ${oee}`,
    `create table "${schema}".mine (id int)`,
    'create table public.mine (id int)',
    'create temporary table mine (id int)',
    'create schema mine',
    'create extension pg_trgm',
    'create role mine',
    `alter table ${metric} disable trigger all`,
    `alter schema "${schema}" rename to mine`,
  ];
};

describe.skipIf(programs === undefined)('a plant whose tables others made', () => {
  let server: RealPostgres;
  let owner: PlantConnection;

  beforeAll(async () => {
    // Without autovacuum nobody but those who write takes a number of a transaction.
    server = await startRealPostgres(programs ?? '', ['autovacuum=off']);
    owner = await connectPlant(server.address, { applicationName: 'owner' });
    for (const sql of [
      'create role reading login',
      'revoke all on database postgres from public',
      'revoke create on schema public from public',
      'grant connect on database postgres to reading',
    ])
      await owner.query(sql);
  });
  afterAll(async () => {
    await owner?.end();
    await server?.stop();
  });

  /** Everything that the server keeps, roles included, as text; the same for the same content. */
  async function dump(): Promise<string> {
    const run = async (program: string, ...args: readonly string[]) => {
      const login = ['-h', '127.0.0.1', '-p', String(server.address.port), '-U', 'postgres'];
      const options = { maxBuffer: 256 * 2 ** 20 };
      return (await promisify(execFile)(join(programs ?? '', program), [...login, ...args], options)).stdout;
    };
    const text = `${await run('pg_dumpall', '--globals-only')}${await run('pg_dump', '--create', 'postgres')}`;
    // A key of each dump's own, against what psql would do with hostile names.
    return text.replaceAll(/^\\(un)?restrict \w+$/gm, '');
  }

  /** The number that the next transaction that writes anything will get. */
  async function nextTransaction(): Promise<bigint> {
    const { rows } = await owner.query('select pg_snapshot_xmax(pg_current_snapshot())::text as next');
    return BigInt(String(rows[0]?.next));
  }

  /** The appliance, set up in a data folder as the wizard leaves it. */
  function start(tables: PlantTables): RunningAppliance {
    const folder = temporaryFolder();
    const { host, port, database } = server.address;
    const plant = { host, port, database, user: 'reading', tls: { mode: 'disable' }, passwordPlace: 'none' };
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ plant: { name: 'Line 3', ...plant }, tables }));
    return startAppliance(['--data', folder]);
  }

  describe.each(Object.entries(KINDS))('%s', (label, kind) => {
    const schema = `Line: ${label}`;
    let tables: PlantTables;
    beforeAll(async () => {
      tables = await makeForeignPlant(server.address, schema, kind, samples, 'reading');
    });
    afterAll(() => owner?.query(`drop schema "${schema}" cascade`));

    test('the role can read it, and whatever it tries to write is refused and leaves nothing', async () => {
      const before = await dump();
      const reader = await connectPlant({ ...server.address, user: 'reading' }, { applicationName: 'reading' });
      const { rows } = await reader.query(`select count(*)::int as count from "${schema}"."Metric"`);
      expect(rows).toEqual([{ count: samples.filter(({ name }) => name !== 'oee').length }]);
      for (const sql of writes(schema)) {
        // insufficient_privilege, and no mistake of the statement's own.
        await expect(reader.query(sql), sql).rejects.toMatchObject({ code: '42501' });
      }
      await reader.end();
      expect(await dump()).toBe(before);
    });

    async function expectHistory(viewer: TestViewer, plantTimeMs: number): Promise<void> {
      for (const [requestId, { spanMs, pointBudget, resolution }] of QUESTIONS.entries()) {
        const range = { fromMs: plantTimeMs - spanMs, toMs: plantTimeMs };
        viewer.say({ type: 'history', requestId, series: [...ALL_SERIES], range, pointBudget });
        for (const series of ALL_SERIES) {
          const isAsked = (each: HistoryAnswer) =>
            each.requestId === requestId && seriesKeyText(each.series) === seriesKeyText(series);
          const answer = decodeHistoryFrame(await viewer.frame((frame) => isAsked(decodeHistoryFrame(frame))));
          expect(answer).toMatchObject({ resolution, missing: [], preparing: [] });
          expectTiles(answer, series);
        }
      }
    }

    function expectTiles({ tiles, range }: HistoryAnswer, series: SeriesKey): void {
      const all = expected(kind, series);
      expect(tiles.length).toBeGreaterThan(0);
      let shown = 0;
      for (const tile of tiles) {
        const own = within(all, tile.range);
        shown += within(own, range).length;
        if (tile.columns.kind === 'raw') {
          expect([...tile.columns.timesMs]).toEqual(own.map(({ timeMs }) => timeMs));
          expect([...tile.columns.values]).toEqual(own.map(({ value }) => value));
        } else expectBuckets(tile.columns, reckoned(own, tile.range, tile.columns.resolution));
      }
      expect(shown).toBe(within(all, range).length);
      expect(shown).toBeGreaterThan(0);
    }

    /** The owner writes a row of now, and the viewer sees it. */
    async function expectLive(viewer: TestViewer): Promise<void> {
      const atMs = Date.now();
      await owner.query(
        `insert into "${schema}"."Metric" ("id", "timestamp", "workUnitId", "name", "value")
          values (${LATER_ID}, ${timeSql(kind.time, atMs)}, '${UNITS[0]}', '${NAMES[0]}', ${LATER_VALUE})`,
      );
      const { units } = await viewer.message('update', (each) =>
        each.units.some((unit) => unit.series.some(({ values }) => values.includes(LATER_VALUE))),
      );
      expect(units).toMatchObject([
        {
          workUnitId: UNITS[0],
          series: [{ table: 'metric', name: NAMES[0], timesMs: [atMs], values: [LATER_VALUE] }],
        },
      ]);
    }

    test('catalogue, history at every level and live values are shown; the plant is left byte for byte', async () => {
      const [before, transactionBefore] = [await dump(), await nextTransaction()];
      const appliance = start(tables);
      const viewer = await openViewer(await appliance.line(/#code=/));
      const { plantTimeMs, sourceName } = await viewer.message('welcome');
      expect(sourceName).toBe('Line 3');
      const link = await viewer.link(({ state, feed }) => state === 'online' && feed !== null);
      expect(link).toMatchObject({ feed: 'poll' });
      expect(link.surplusRights).toBeUndefined();
      const { units } = await viewer.message('catalogue', (each) => each.units.length === UNITS.length);
      const found = units.flatMap(({ workUnitId, series }) => series.map((each) => ({ ...each, workUnitId })));
      expect(found.map(seriesKeyText).toSorted()).toEqual(ALL_SERIES.map(seriesKeyText).toSorted());
      expect(found).toEqual(found.map((each) => ({ ...each, cadenceMs: CADENCE_MS, lastMs: END_MS })));
      viewer.say({ type: 'subscribe', workUnitIds: 'all' });
      await viewer.message('snapshot');
      await expectHistory(viewer, plantTimeMs);
      await expectLive(viewer);
      viewer.close();
      const ended = once(appliance.child, 'exit');
      appliance.child.kill('SIGTERM');
      await ended;

      const after = (await dump()).split('\n');
      const isInserted = (line: string) => line.startsWith(`${LATER_ID}\t`);
      expect(after.filter(isInserted)).toHaveLength(1);
      expect(after.filter((line) => !isInserted(line)).join('\n')).toBe(before);
      // The owner's row was the only transaction that wrote anything at all.
      expect(await nextTransaction()).toBe(transactionBefore + 1n);
      expect(appliance.lines.join('\n')).not.toMatch(/permission denied|plant-role-may-do-more/);
    });
  });
});
