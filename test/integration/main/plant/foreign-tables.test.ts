import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectPlant } from '../../../../src/main/plant/connection';
import { LiveReader } from '../../../../src/main/plant/live-reader';
import { BUCKET_MS, BUCKET_RESOLUTIONS, type SeriesTable } from '../../../../src/shared/series';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/time';
import { type HistoryParts, startHistory } from '../history/history-fixture';
import { type ForeignKind, type ForeignSample, makeForeignPlant } from './foreign-plant';
import { postgresPrograms, type RealPostgres, startRealPostgres } from './real-postgres';
import { expectBuckets, reckoned, within } from './reckoned-buckets';

/** Tables that others made, read as they are: every kind of time, value, unit id and index, against a reckoning of its own. */

const programs = postgresPrograms();
const never = new AbortController().signal;
/** A whole minute a while ago: the last sample. */
const END_MS = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 3 * MINUTE_MS;
const FIRST_MS = END_MS - DAY_MS;
const UUIDS = ['0b0e9c1e-4a4c-4b3e-9d8a-1f2a3b4c5d6e', 'ffffffff-0000-4000-8000-000000000001'] as const;
const HOSTILE = `Pressé "1"; drop {a,b} 'x' 机器`;

interface Case extends ForeignKind {
  readonly units: readonly [string, string];
  /** A value as reading it must give it. */
  readonly read?: (value: number) => number;
  /** What a random number becomes before it is written. */
  readonly write?: (value: number) => number;
}

const seriesIndexes = (time: string) => ({
  indexes: [`"workUnitId", "name", "${time}"`],
  oeeIndexes: [`"workUnitId", "${time}" desc`],
});

const CASES: Readonly<Record<string, Case>> = {
  'timestamptz, double precision, text': {
    ...{ timeType: 'timestamptz', time: { column: 'timestamp', kind: 'timestamptz' }, valueType: 'double precision' },
    ...{ unitType: 'text', units: ['press-1', HOSTILE], ...seriesIndexes('timestamp'), bad: `'NaN'` },
  },
  'timestamp in Berlin, numeric, varchar, index by unit': {
    ...{ timeType: 'timestamp', time: { column: 'timestamp', kind: 'timestamp', zone: 'Europe/Berlin' } },
    ...{
      valueType: 'numeric',
      bad: '1e400',
      unitType: 'varchar(50)',
      nameType: 'varchar(40)',
      units: ['press-1', HOSTILE],
    },
    ...{ indexes: ['"workUnitId", "timestamp"'], oeeIndexes: ['"workUnitId", "timestamp"'] },
    ...{ scale: 'percent', hasQuality: false },
  },
  'seconds as integer, real, integer, index by time': {
    ...{ timeType: 'integer', time: { column: 'ts', kind: 'epoch', unit: 's' }, valueType: 'real', bad: `'Infinity'` },
    ...{ unitType: 'integer', units: ['7', '-12'], indexes: ['"ts"'], oeeIndexes: ['"ts" desc'] },
    read: Math.fround,
  },
  'milliseconds, integer, uuid, index by name first': {
    ...{ timeType: 'bigint', time: { column: 'ts', kind: 'epoch', unit: 'ms' }, valueType: 'integer' },
    ...{ unitType: 'uuid', units: UUIDS, indexes: ['"name", "workUnitId", "ts"'], oeeIndexes: ['"workUnitId", "ts"'] },
    ...{ write: (value) => Math.round(value) + 0, scale: 'percent' },
  },
  'microseconds, boolean, char, no index at all': {
    ...{ timeType: 'bigint', time: { column: 'ts', kind: 'epoch', unit: 'us' }, valueType: 'boolean' },
    ...{ unitType: 'char(8)', units: ['left', "b'b"], indexes: [], oeeIndexes: [] },
    write: (value) => Number(value > 0),
  },
  'nanoseconds, double precision, bigint': {
    ...{ timeType: 'bigint', time: { column: 'ts', kind: 'epoch', unit: 'ns' }, valueType: 'double precision' },
    ...{
      unitType: 'bigint',
      units: ['9007199254740993', '1'],
      ...seriesIndexes('ts'),
      bad: '-1e151',
    },
  },
  'timestamptz, numeric, enum': {
    ...{
      timeType: 'timestamptz',
      time: { column: 'at', kind: 'timestamptz' },
      valueType: 'numeric(12,4)',
      bad: `'NaN'`,
    },
    ...{ unitType: 'public.station', nameType: 'public.quantity', units: ['first', 'second'] },
    ...{ ...seriesIndexes('at'), write: (value) => Math.round(value * 1e4) / 1e4 },
  },
};

const NAMES = ['temperature', 'level "x"'] as const;

/** A sample a minute for a day, one in nine missing, one in fifty bad, one in thirty twice. */
function samplesOf({ units, write = (value) => value }: Case): readonly ForeignSample[] {
  const random = seeded(11);
  const samples: ForeignSample[] = [];
  for (let timeMs = FIRST_MS; timeMs <= END_MS; timeMs += MINUTE_MS) {
    for (const unit of units) {
      for (const name of [...NAMES, 'oee']) {
        const isEdge = timeMs === FIRST_MS || timeMs > END_MS - 30 * MINUTE_MS;
        if (!isEdge && random() < 1 / 9) continue;
        const value = write((random() - 0.4) * 200);
        samples.push({ unit, name, timeMs, value: random() < 0.02 ? undefined : value });
        if (random() < 1 / 30) samples.push({ unit, name, timeMs: timeMs + 1_000, value });
      }
    }
  }
  return samples;
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe.skipIf(programs === undefined)('tables that others made', () => {
  let server: RealPostgres;

  beforeAll(async () => {
    if (programs === undefined) return;
    server = await startRealPostgres(programs);
    const client = await connectPlant(server.address, { applicationName: 'foreign tables' });
    await client.query('create role reading login');
    await client.query(`create type public.quantity as enum ('temperature', 'level "x"')`);
    await client.query(`create type public.station as enum ('first', 'second')`);
    await client.end();
  });
  afterAll(() => server?.stop());

  describe.each(Object.entries(CASES))('%s', (label, kind) => {
    const samples = samplesOf(kind);
    let parts: HistoryParts;

    beforeAll(async () => {
      const tables = await makeForeignPlant(server.address, `plant "${label}"`.slice(0, 60), kind, samples, 'reading');
      parts = await startHistory({ ...server.address, user: 'reading' }, tables);
    });
    afterAll(() => parts?.close());

    /** Own samples of a series, as reading must give them, in order of time. */
    function expected(table: SeriesTable, unit: string, name: string): { timeMs: number; value: number }[] {
      const isPercent = table === 'oee' && kind.scale === 'percent';
      return samples
        .filter((sample) => sample.unit === unit && sample.name === (table === 'oee' ? 'oee' : name))
        .map(({ timeMs, value }) => {
          if (value === undefined) return { timeMs, value: Number.NaN };
          const read = (kind.read ?? ((same) => same))(value);
          return { timeMs, value: isPercent ? read / 100 : read };
        })
        .toSorted((a, b) => a.timeMs - b.timeMs);
    }

    const scores =
      kind.hasQuality === false
        ? ['oee_score', 'availability', 'performance']
        : ['oee_score', 'availability', 'performance', 'quality'];
    const allSeries = kind.units.flatMap((workUnitId) => [
      ...NAMES.map((name) => ({ table: 'metric' as const, workUnitId, name })),
      ...scores.map((name) => ({ table: 'oee' as const, workUnitId, name })),
    ]);

    test('the catalogue names every series with its first and last sample and its cadence', () => {
      expect(parts.troubles).toEqual([]);
      const found = parts.catalogue.units().flatMap(({ workUnitId, series }) =>
        series.map(({ table, name, cadenceMs, lastMs, firstMs }) => ({
          table,
          workUnitId,
          name,
          cadenceMs,
          lastMs,
          firstMs,
        })),
      );
      const wanted = allSeries.map((key) => {
        const own = expected(key.table, key.workUnitId, key.name);
        return { ...key, cadenceMs: MINUTE_MS, firstMs: own[0]?.timeMs, lastMs: own.at(-1)?.timeMs };
      });
      const inOrder = <Key extends { workUnitId: string; table: string; name: string }>(keys: readonly Key[]) =>
        keys.toSorted((a, b) =>
          JSON.stringify([a.workUnitId, a.table, a.name]) < JSON.stringify([b.workUnitId, b.table, b.name]) ? -1 : 1,
        );
      expect(inOrder(found)).toEqual(inOrder(wanted));
    });

    test('raw samples over a range are those whose time lies in it', async () => {
      const range = { fromMs: END_MS - 5 * HOUR_MS, toMs: END_MS - 2 * HOUR_MS + 30_000 };
      for (const table of ['metric', 'oee'] as const) {
        const own = allSeries.filter((series) => series.table === table);
        const read = await parts.reader.readRaw({ table, series: own, range, maxRowsPerSeries: 1_000 }, never);
        own.forEach((series, at) => {
          const wanted = within(expected(table, series.workUnitId, series.name), range);
          expect([...(read[at]?.timesMs ?? [])]).toEqual(wanted.map(({ timeMs }) => timeMs));
          expect([...(read[at]?.values ?? [])].toSorted()).toEqual(wanted.map(({ value }) => value).toSorted());
        });
      }
    });

    test.each(BUCKET_RESOLUTIONS)('%s buckets equal those reckoned here', async (resolution) => {
      const bucketMs = BUCKET_MS[resolution];
      const range = {
        fromMs: Math.floor(FIRST_MS / bucketMs) * bucketMs,
        toMs: Math.ceil(END_MS / bucketMs) * bucketMs,
      };
      for (const table of ['metric', 'oee'] as const) {
        const own = allSeries.filter((series) => series.table === table);
        const read = await parts.reader.readBuckets({ table, resolution, series: own, range }, never);
        own.forEach((series, at) => {
          expectBuckets(
            read[at],
            reckoned(within(expected(table, series.workUnitId, series.name), range), range, resolution),
          );
        });
      }
    });

    test('the samples beside a range are the nearest ones', async () => {
      const range = { fromMs: END_MS - 5 * HOUR_MS + 500, toMs: END_MS - 4 * HOUR_MS + 500 };
      for (const table of ['metric', 'oee'] as const) {
        const own = allSeries.filter((series) => series.table === table);
        const read = await parts.reader.readNeighbours({ table, series: own, range, reachMs: HOUR_MS }, never);
        own.forEach((series, at) => {
          const all = expected(table, series.workUnitId, series.name);
          expect(read[at]?.before).toEqual(all.filter(({ timeMs }) => timeMs < range.fromMs).at(-1));
          expect(read[at]?.after).toEqual(all.find(({ timeMs }) => timeMs >= range.toMs));
        });
      }
    });

    test('live reads bring the rows of their windows and the latest of each series; unknown names match nothing', async () => {
      const reader = new LiveReader(
        parts.lookup,
        () => parts.catalogue.units(),
        () => Date.now(),
      );
      const range = { fromMs: END_MS - 10 * MINUTE_MS, toMs: END_MS + MINUTE_MS };
      const asked = [...kind.units, 'no such unit', '99999999999999999999', '', 'x'.repeat(300)];
      const read = await reader.readSamples(asked, range.fromMs, range.toMs, never);
      const latest = await reader.readLatest(
        asked.map((workUnitId) => ({ workUnitId, series: [] })),
        never,
      );
      for (const { table, workUnitId, name } of allSeries) {
        const own = within(expected(table, workUnitId, name), range);
        const of = (units: typeof read) =>
          units
            .find((unit) => unit.workUnitId === workUnitId)
            ?.series.find((each) => each.table === table && each.name === name);
        expect([...(of(read)?.timesMs ?? [])]).toEqual(own.map(({ timeMs }) => timeMs));
        expect([...(of(latest)?.timesMs ?? [])]).toEqual([own.at(-1)?.timeMs]);
        expect([...(of(latest)?.values ?? [])]).toEqual([own.at(-1)?.value]);
      }
      expect(read.map(({ workUnitId }) => workUnitId).toSorted()).toEqual([...kind.units].toSorted());
    });

    test('changes are noticed by polling, for no trigger wakes us', () => {
      expect(parts.catalogue.abilities()?.wakeUpChannel).toBe(false);
    });
  });
});
