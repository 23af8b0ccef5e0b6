import { describe, expect, test } from 'vitest';
import { readingName } from '../../../../src/main/engine/reading-name';
import { DEFAULT_PLANT_TABLES, type PlantTablesOverrides, plantTables } from '../../../../src/shared/plant-tables';

describe('what a plant is called where its tiles are kept', () => {
  test('over our own tables it is the plant’s name', () => {
    expect(readingName('db.plant:5432/line', DEFAULT_PLANT_TABLES)).toBe('db.plant:5432/line');
    expect(readingName('db.plant:5432/line', plantTables())).toBe('db.plant:5432/line');
  });

  test('each description of the tables is another, in either table, and the same at every start', () => {
    const overrides: readonly PlantTablesOverrides[] = [
      {},
      { oee: { scale: 'percent' } },
      { oee: { quality: null } },
      { metric: { value: 'raw_value' } },
      { metric: { schema: 'Line' } },
      { metric: { time: { column: 'time', kind: 'timestamp', zone: 'Europe/Berlin' } } },
      { metric: { time: { column: 'time', kind: 'timestamp', zone: 'UTC' } } },
      { metric: { time: { column: 'time', kind: 'epoch', unit: 's' } } },
      { metric: { time: { column: 'time', kind: 'epoch', unit: 'ms' } } },
    ];
    const names = () => overrides.map((each) => readingName('plant', plantTables(each)));
    expect(new Set(names()).size).toBe(overrides.length);
    expect(names()).toEqual(names());
  });

  test('the order in which a settings file names the columns does not matter', () => {
    const named = { value: 'v', time: { kind: 'epoch', unit: 's', column: 'ts' }, table: 'Metric' } as const;
    const otherwise = { table: 'Metric', time: { column: 'ts', unit: 's', kind: 'epoch' }, value: 'v' } as const;
    const nameOf = (metric: PlantTablesOverrides['metric']) => readingName('plant', plantTables({ metric }));
    expect(nameOf(named)).toBe(nameOf(otherwise));
  });
});
