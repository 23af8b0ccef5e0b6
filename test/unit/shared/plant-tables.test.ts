import { expect, test } from 'vitest';
import { DEFAULT_PLANT_TABLES, PlantTablesOverrides, plantTables, TimeColumn } from '../../../src/shared/plant-tables';

test('what a file leaves out is as in our own tables', () => {
  expect(plantTables()).toEqual(DEFAULT_PLANT_TABLES);
  const time = { column: 'timestamp', kind: 'timestamp', zone: 'Europe/Berlin' } as const;
  const tables = plantTables({ metric: { table: 'Metric', time }, oee: { quality: null, scale: 'percent' } });
  expect(tables.metric).toEqual({ ...DEFAULT_PLANT_TABLES.metric, table: 'Metric', time });
  expect(tables.oee).toEqual({ ...DEFAULT_PLANT_TABLES.oee, quality: null, scale: 'percent' });
});

test.each(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])('%s is a zone', (zone) => {
  expect(TimeColumn.safeParse({ column: 't', kind: 'timestamp', zone }).success).toBe(true);
});

test.each(['+01:00', 'CET', 'EST5EDT', 'Europe/Nowhere', "UTC' or 'x'='x", '', 'Europe/'])(
  '%s, which PostgreSQL may read otherwise than we do or not at all, is refused with an example',
  (zone) => {
    const { error } = TimeColumn.safeParse({ column: 't', kind: 'timestamp', zone });
    expect(error?.issues[0]?.message).toContain('write one such as "Europe/Berlin"');
  },
);

test.each([
  { metric: { table: '' } },
  { metric: { table: 'a'.repeat(64) } },
  { metric: { tabel: 'Metric' } },
  { metric: { time: { column: 't', kind: 'timestamp' } } },
  { metric: { time: { column: 't', kind: 'epoch', unit: 'min' } } },
  { oee: { scale: 'permille' } },
  { oee: { workUnitId: null } },
])('%j is refused', (overrides) => {
  expect(PlantTablesOverrides.safeParse(overrides).success).toBe(false);
});
