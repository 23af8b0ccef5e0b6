import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CatalogueRecord, recordOfRows, rowsOfRecord } from '../../../../src/main/plant/catalogue-record';
import { PlantCalendar } from '../../../../src/shared/calendar/calendar-rules';
import { OEE_SCORES, RESOLUTIONS } from '../../../../src/shared/series';

const name = fc.string({ maxLength: 12 });
const time = fc.integer({ min: 0, max: 4e12 });
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null });
const orUndefined = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
const levels = fc.subarray(['1min' as const, '5min' as const, '1hour' as const, '1day' as const]);
const series = fc.record({
  table: fc.constantFrom('metric' as const, 'oee' as const),
  workUnitId: name,
  name,
  firstMs: time,
  lastMs: time,
  cadenceMs: orUndefined(fc.integer({ min: 1, max: 1e9 })),
});
const kept = fc.dictionary(fc.constantFrom(...RESOLUTIONS), fc.record({ forMs: time, isSparing: fc.boolean() }));
const calendar = fc.constantFrom(
  PlantCalendar.parse({}),
  PlantCalendar.parse({
    default: { timeZone: 'UTC', shifts: [{ name: 'Day', start: '06:00', end: '18:00' }] },
    lines: {
      A: { timeZone: 'Europe/Berlin', dayStart: '06:00', shifts: [{ name: 'Day', start: '06:00', end: '18:00' }] },
    },
  }),
);
const record: fc.Arbitrary<CatalogueRecord> = fc.record({
  known: fc.uniqueArray(series, {
    maxLength: 6,
    selector: (each) => JSON.stringify([each.table, each.workUnitId, each.name]),
  }),
  units: fc.uniqueArray(
    fc.record({ workUnitId: name, displayName: orNull(name), line: orNull(name), hidden: fc.boolean() }),
    { maxLength: 4, selector: ({ workUnitId }) => workUnitId },
  ),
  metrics: fc.uniqueArray(
    fc.record({
      workUnitId: name,
      name,
      displayName: orNull(name),
      unit: orNull(name),
      cadenceMs: orNull(fc.integer({ min: 1 })),
      lowLimit: orNull(fc.integer()),
      highLimit: orNull(fc.integer()),
      target: orNull(fc.integer()),
    }),
    { maxLength: 4, selector: (each) => JSON.stringify([each.workUnitId, each.name]) },
  ),
  abilities: fc.record({
    tables: fc.subarray(['metric' as const, 'oee' as const]),
    levels: fc.record({ metric: levels, oee: levels }),
    scores: fc.subarray([...OEE_SCORES]),
  }),
  retention: fc.record({ metric: kept, oee: kept }),
  calendar: orUndefined(calendar),
  asOfMs: time,
});

describe('the catalogue in rows', () => {
  test('comes back as it was, each row under a name of its own', () => {
    fc.assert(
      fc.property(record, (each) => {
        const rows = [...rowsOfRecord(each)];
        expect(new Set(rows.map(({ kind, id }) => JSON.stringify([kind, id]))).size).toBe(rows.length);
        expect(recordOfRows(rows)).toEqual(each);
      }),
    );
  });

  test('rows that nobody can read are left out, and without the row of the plant there is no record', () => {
    fc.assert(
      fc.property(record, fc.string(), (each, garbage) => {
        const rows = [...rowsOfRecord(each)];
        const more = ['series', 'unit', 'metric', 'calendar', 'strange'].map((kind) => ({
          kind,
          id: 'x',
          body: garbage,
        }));
        expect(recordOfRows([...more, ...rows])).toEqual(each);
        expect(recordOfRows(rows.slice(1))).toBeUndefined();
      }),
    );
  });
});
