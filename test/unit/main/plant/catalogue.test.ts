import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Catalogue } from '../../../../src/main/plant/catalogue';
import type { CatalogueRecord } from '../../../../src/main/plant/catalogue-record';
import type { Sweep } from '../../../../src/main/plant/catalogue-sweep';
import { mapKey } from '../../../../src/main/plant/mapping/mapped-key';
import { mapMetric } from '../../../../src/main/plant/mapping/mapped-table';
import type { PlantTable } from '../../../../src/main/plant/mapping/plant-table';
import type { PlantAbilities } from '../../../../src/main/plant/statements/abilities';
import { rowsOfCalendar } from '../../../../src/shared/calendar/calendar-rows';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';
import { OEE_SCORES } from '../../../../src/shared/series';
import { FakeTimers } from './fake-timers';

const text = mapKey('work_unit_id', 'text');
const keys = { unit: text, name: mapKey('name', 'text') };
const METRIC: PlantTable = {
  mapped: mapMetric(
    DEFAULT_PLANT_TABLES.metric,
    new Map([
      ['time', 'timestamptz'],
      ['work_unit_id', 'text'],
      ['name', 'text'],
      ['value', 'float8'],
    ]),
  ),
  access: 'series',
  keyOrder: ['unit', 'name'],
  isPartitioned: true,
};
const abilities: PlantAbilities = {
  tables: { metric: METRIC, oee: undefined },
  problems: [],
  levels: { metric: ['1min'], oee: [] },
  levelKeys: { metric: keys, oee: keys },
  workUnit: true,
  metricDefinition: true,
  preparation: true,
  workCalendar: true,
  jobs: true,
  levelStores: true,
  wakeUpChannel: false,
};
const record: CatalogueRecord = {
  known: [{ table: 'metric', workUnitId: 'mill', name: 'load', firstMs: 1_000, lastMs: 5_000, cadenceMs: 1_000 }],
  units: [{ workUnitId: 'mill', displayName: 'Mill 1', line: 'A', hidden: false }],
  metrics: [],
  abilities: { tables: ['metric'], levels: { metric: ['1hour'], oee: [] }, scores: OEE_SCORES },
  retention: { metric: { raw: { forMs: 86_400_000, isSparing: false } }, oee: {} },
  calendar: PlantCalendar.parse({
    default: { timeZone: 'UTC', shifts: [{ name: 'Day', start: '06:00', end: '18:00' }] },
  }),
  asOfMs: 6_000,
};
const sweep: Sweep = {
  abilities,
  seen: [{ table: 'metric', workUnitId: 'press', name: 'force', firstMs: 2_000, lastMs: 9_000, cadenceMs: 500 }],
  units: [],
  metrics: [],
  retention: { metric: {}, oee: {} },
  calendar: [],
  isWhole: true,
};

function openCatalogue(sweepNow: () => Promise<Sweep>) {
  const timers = new FakeTimers();
  const records: CatalogueRecord[] = [];
  const catalogue = new Catalogue({
    sweep: sweepNow,
    timers,
    plantNowMs: () => 10_000,
    onTrouble: () => {},
    onSwept: (swept) => records.push(swept),
  });
  const published: (readonly string[])[] = [];
  catalogue.onChange((units) => published.push(units.map(({ workUnitId }) => workUnitId)));
  return { catalogue, records, published };
}

test('a new unit is known within 60 s of its first row, wherever in a sweep that comes, though sweeps take 10 s', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 90_000 }), fc.nat({ max: 10_000 }), async (beginsAfterMs, sweepMs) => {
      const timers = new FakeTimers();
      const startMs = timers.nowMs();
      const catalogue = new Catalogue({
        // It sees what was there when it began, and answers at its end.
        sweep: async () => {
          const seen = timers.nowMs() - startMs >= beginsAfterMs ? sweep.seen : [];
          await new Promise<void>((resolve) => timers.setTimer(resolve, sweepMs));
          return { ...sweep, seen };
        },
        timers,
        plantNowMs: () => timers.nowMs(),
        onTrouble: (error) => expect(error).toBeUndefined(),
      });
      void catalogue.start();
      await timers.pass(beginsAfterMs + 60_000);
      expect(catalogue.units().map(({ workUnitId }) => workUnitId)).toEqual(['press']);
      catalogue.close();
    }),
    { numRuns: 50 },
  );
});

describe('a catalogue that is brought back', () => {
  test('stands in while the plant is away: units, names, cadences, ages and levels', async () => {
    const { catalogue, published } = openCatalogue(() => Promise.reject(new Error('away')));
    catalogue.restore(record);
    await catalogue.start();
    expect(catalogue.units()).toMatchObject([{ workUnitId: 'mill', displayName: 'Mill 1', line: 'A' }]);
    expect(catalogue.series({ table: 'metric', workUnitId: 'mill', name: 'load' })).toMatchObject({
      cadenceMs: 1_000,
      lastMs: 5_000,
    });
    expect([catalogue.levels('metric').length, catalogue.levels('oee').length]).toEqual([4, 0]);
    expect(catalogue.keptFor('metric', 'raw')).toEqual({ forMs: 86_400_000, isSparing: false });
    // A level that the plant keeps, for good as far as is known; and one that is made of raw rows on reading.
    expect(catalogue.keptFor('metric', '1hour')).toBeUndefined();
    expect(catalogue.keptFor('metric', '1min')).toEqual({ forMs: 86_400_000, isSparing: false });
    expect(catalogue.calendar()).toBe(record.calendar);
    const swept = catalogue.whenSwept().then(() => 'swept');
    expect(await Promise.race([swept, Promise.resolve('not yet')])).toBe('not yet');
    expect(published).toEqual([['mill']]);
    catalogue.close();
  });

  test('gives way to the first sweep, which keeps its silent series', async () => {
    const { catalogue, records } = openCatalogue(() => Promise.resolve(sweep));
    catalogue.restore(record);
    await catalogue.start();
    expect(catalogue.units().map(({ workUnitId }) => workUnitId)).toEqual(['mill', 'press']);
    await catalogue.whenSwept();
    expect(catalogue.abilities()?.wakeUpChannel).toBe(false);
    expect(catalogue.calendar()).toBeUndefined();
    expect(records).toMatchObject([{ asOfMs: 10_000, known: [{ workUnitId: 'mill' }, { workUnitId: 'press' }] }]);
    catalogue.close();
  });

  test('comes too late after a sweep', async () => {
    const { catalogue } = openCatalogue(() => Promise.resolve(sweep));
    await catalogue.start();
    catalogue.restore(record);
    expect(catalogue.units().map(({ workUnitId }) => workUnitId)).toEqual(['press']);
    catalogue.close();
  });
});

test('while somebody else tells of changes it looks seldom; asked, and when nobody tells any more, at once', async () => {
  const timers = new FakeTimers();
  let isTold = true;
  let sweeps = 0;
  const catalogue = new Catalogue({
    sweep: async () => {
      sweeps += 1;
      return sweep;
    },
    timers,
    plantNowMs: () => timers.nowMs(),
    onTrouble: () => {},
    isTold: () => isTold,
  });
  await catalogue.start();
  await timers.pass(290_000);
  expect(sweeps).toBe(1);
  await timers.pass(11_000);
  expect(sweeps).toBe(2);
  isTold = false;
  await catalogue.refresh();
  await timers.pass(61_000);
  expect(sweeps).toBe(5);
  catalogue.close();
});

test("the plant's own calendar is taken with a sweep and kept; one that cannot be used is told once, and the last good one is kept", async () => {
  const calendar = record.calendar ?? PlantCalendar.parse({});
  let rows = rowsOfCalendar(calendar);
  const troubles: string[] = [];
  const records: CatalogueRecord[] = [];
  const catalogue = new Catalogue({
    sweep: async () => ({ ...sweep, calendar: rows }),
    timers: new FakeTimers(),
    plantNowMs: () => 10_000,
    onTrouble: ({ message }) => troubles.push(message),
    onSwept: (swept) => records.push(swept),
  });
  await catalogue.start();
  rows = rows.map((row) => ({ ...row, document: '{}' }));
  await catalogue.refresh();
  await catalogue.refresh();
  expect(records.map((each) => each.calendar)).toEqual([calendar, calendar, calendar]);
  expect(troubles).toEqual([expect.stringMatching(/all other lines has a wrong value at timeZone/)]);
  expect(catalogue.calendarFault()).toBe(troubles[0]);
  catalogue.close();
});
