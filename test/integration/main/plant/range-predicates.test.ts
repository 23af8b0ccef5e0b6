import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant, type PlantConnection } from '../../../../src/main/plant/connection';
import { type MappedTime, mapTime } from '../../../../src/main/plant/mapping/mapped-time';
import { ambiguousTimes } from '../../../../src/shared/ambiguous-times';
import type { TimeColumn } from '../../../../src/shared/plant-tables';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { type HistoryParts, startHistory } from '../history/history-fixture';
import { type ForeignKind, type ForeignSample, makeForeignPlant } from './foreign-plant';
import { postgresPrograms, type RealPostgres, startRealPostgres } from './real-postgres';

/** Ranges over columns of every kind of time, on PostgreSQL itself: it alone knows what its local times mean. */

const programs = postgresPrograms();
const never = new AbortController().signal;

describe.skipIf(programs === undefined)('ranges over a plant’s own times', () => {
  let server: RealPostgres;
  let client: PlantConnection;
  const open: HistoryParts[] = [];

  beforeAll(async () => {
    if (programs === undefined) return;
    server = await startRealPostgres(programs);
    client = await connectPlant(server.address, { applicationName: 'range predicates' });
    // What a session takes local times to be must not matter.
    await client.query(`set timezone to 'Pacific/Auckland'`);
  });
  afterAll(async () => {
    for (const parts of open) parts.close();
    await client?.end();
    await server?.stop();
  });

  /** Times of a table's rows within a range, by the predicate; and all of them, by the expression of their time. */
  async function select(table: string, time: MappedTime, fromMs: number, toMs: number) {
    const where = `${time.from('r', time.parameter(1))} and ${time.before('r', time.parameter(2))}`;
    const bounds = [time.bound(fromMs), time.bound(toMs)];
    const within = await client.query({
      text: `select r.id, ${time.seconds('r')} from ${table} r where ${where} order by r.id`,
      values: bounds,
      rowMode: 'array',
    });
    return within.rows.map(([id]) => Number(id));
  }

  async function timesOf(table: string, time: MappedTime): Promise<ReadonlyMap<number, number>> {
    const { rows } = await client.query({
      text: `select r.id, ${time.seconds('r')} from ${table} r`,
      rowMode: 'array',
    });
    return new Map(rows.map(([id, seconds]) => [Number(id), Math.round(Number(seconds) * 1e6) / 1e3]));
  }

  const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Apia', 'UTC'];
  const KINDS: readonly (readonly [string, TimeColumn, string])[] = [
    ...ZONES.map((zone) => [`local times of ${zone}`, { column: 'at', kind: 'timestamp', zone }, 'timestamp'] as const),
    ['instants', { column: 'at', kind: 'timestamptz' }, 'timestamptz'],
    ['seconds', { column: 'at', kind: 'epoch', unit: 's' }, 'integer'],
    ['milliseconds', { column: 'at', kind: 'epoch', unit: 'ms' }, 'bigint'],
    ['microseconds', { column: 'at', kind: 'epoch', unit: 'us' }, 'bigint'],
    ['nanoseconds', { column: 'at', kind: 'epoch', unit: 'ns' }, 'bigint'],
  ];

  /** Around changes of the clocks (the skipped day of Samoa in 2011 among them), where ranges are hardest, and between. */
  const MOMENTS = [
    ...[Date.UTC(2026, 2, 29, 1), Date.UTC(2026, 9, 25, 1), Date.UTC(2026, 10, 1, 6), Date.UTC(2026, 2, 8, 7)],
    ...[Date.UTC(2026, 3, 4, 15), Date.UTC(2026, 9, 3, 15, 30), Date.UTC(2011, 11, 30, 10), Date.UTC(2026, 5, 1)],
  ];

  test.each(KINDS)('%s: a range selects exactly the rows whose time lies in it', async (label, column, type) => {
    const table = `"rows of ${label}"`;
    await client.query(`create table ${table} (id serial, "at" ${type})`);
    // Wall clocks through every hour around the moments, those that no clock showed included, and odd parts of a second.
    const wall = `select m + i * interval '7 minutes 13 seconds' + (i % 7) * interval '0.142857 seconds'
      from unnest($1::timestamp[]) m, generate_series(-260, 260) i`;
    const epoch = { s: 1, ms: 1e3, us: 1e6, ns: 1e9 } as const;
    const value =
      column.kind === 'epoch'
        ? `(extract(epoch from w at time zone 'UTC')::numeric * ${epoch[column.unit]} + (random() * 999)::int * ${column.unit === 'ns' ? 1 : 0})::${type}`
        : column.kind === 'timestamptz'
          ? `w at time zone 'UTC'`
          : 'w';
    const moments = MOMENTS.map((ms) => new Date(ms).toISOString().replace('Z', ''));
    await client.query(`insert into ${table} ("at") select ${value} from (${wall}) wall(w)`, [moments]);
    await client.query(`create index on ${table} ("at")`);
    await client.query(`analyze ${table}`);
    const time = mapTime(column);
    const all = await timesOf(table, time);
    const around = fc.tuple(fc.constantFrom(...MOMENTS), fc.integer({ min: -30 * HOUR_MS, max: 30 * HOUR_MS }));
    await fc.assert(
      fc.asyncProperty(
        around,
        fc.integer({ min: 0, max: 40 * HOUR_MS }),
        fc.nat(all.size - 1),
        async ([at, off], length, pick) => {
          const hit = Math.floor([...all.values()][pick] ?? at);
          for (const fromMs of [at + off, hit]) {
            const toMs = fromMs + length;
            const expected = [...all].filter(([, timeMs]) => timeMs >= fromMs && timeMs < toMs).map(([id]) => id);
            expect(await select(table, time, fromMs, toMs)).toEqual(expected.toSorted((a, b) => a - b));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(KINDS)('%s: the plant’s index serves, and no more than the range is read of it', async (label, column) => {
    const time = mapTime(column);
    const fromMs = Date.UTC(2026, 5, 1);
    const { rows } = await client.query({
      text: `explain (analyze, format json) select * from "rows of ${label}" r where ${time.from('r', time.parameter(1))} and ${time.before('r', time.parameter(2))}`,
      values: [time.bound(fromMs), time.bound(fromMs + HOUR_MS)],
    });
    const plan = JSON.stringify(rows[0]['QUERY PLAN'][0].Plan);
    expect(plan).toMatch(/"Index Cond"/);
    expect(plan).not.toMatch(/"Rows Removed by Filter":[1-9]/);
  });

  describe('both changes of the clocks of 2026 in Berlin', () => {
    const zone = 'Europe/Berlin';
    const kind: ForeignKind = {
      ...{
        timeType: 'timestamp',
        time: { column: 'timestamp', kind: 'timestamp', zone },
        valueType: 'double precision',
      },
      ...{
        unitType: 'text',
        indexes: ['"workUnitId", "name", "timestamp"'],
        oeeIndexes: ['"workUnitId", "timestamp"'],
      },
    };
    const series = { table: 'metric', workUnitId: 'press', name: 'force' } as const;

    async function plantWith(schema: string, fromMs: number): Promise<HistoryParts> {
      const samples = Array.from({ length: 6 * 60 }, (_, at): ForeignSample => {
        return { unit: 'press', name: 'force', timeMs: fromMs + at * MINUTE_MS, value: at };
      });
      const parts = await startHistory(server.address, await makeForeignPlant(server.address, schema, kind, samples));
      open.push(parts);
      return parts;
    }

    test('in spring every sample is where it was: an hour is skipped by the clock alone', async () => {
      const fromMs = Date.UTC(2026, 2, 28, 22);
      const parts = await plantWith('spring', fromMs);
      const range = { fromMs, toMs: fromMs + 6 * HOUR_MS };
      const [raw] = await parts.reader.readRaw(
        { table: 'metric', series: [series], range, maxRowsPerSeries: 1_000 },
        never,
      );
      expect([...(raw?.timesMs ?? [])]).toEqual(Array.from({ length: 360 }, (_, at) => fromMs + at * MINUTE_MS));
      const [hours] = await parts.reader.readBuckets(
        { table: 'metric', resolution: '1hour', series: [series], range },
        never,
      );
      expect([...(hours?.counts ?? [])]).toEqual([60, 60, 60, 60, 60, 60]);
    });

    test('in autumn the samples of both hours stand in the later one, and that is said of both', async () => {
      const fromMs = Date.UTC(2026, 9, 24, 22);
      const parts = await plantWith('autumn', fromMs);
      const range = { fromMs, toMs: fromMs + 6 * HOUR_MS };
      const [hours] = await parts.reader.readBuckets(
        { table: 'metric', resolution: '1hour', series: [series], range },
        never,
      );
      expect([...(hours?.counts ?? [])]).toEqual([60, 60, 0, 120, 60, 60]);
      const [raw] = await parts.reader.readRaw(
        { table: 'metric', series: [series], range, maxRowsPerSeries: 1_000 },
        never,
      );
      expect([...(raw?.timesMs ?? [])]).toEqual([...(raw?.timesMs ?? [])].toSorted((a, b) => a - b));
      expect(ambiguousTimes(kind.time, range)).toEqual([{ fromMs: fromMs + 2 * HOUR_MS, toMs: fromMs + 4 * HOUR_MS }]);
    });
  });
});
