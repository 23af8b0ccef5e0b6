import { expect, test } from 'vitest';
import type { Catalogue, Hypertable, Relation } from '../../../../src/main/provisioning/catalogue/catalogue';
import { preparationSize } from '../../../../src/main/provisioning/preparation-size';
import { DEFAULT_PLANT_TABLES } from '../../../../src/shared/plant-tables';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const NOW_MS = 400 * DAY_MS;

function catalogueWith(tables: Readonly<Record<string, { rows: number; days: number }>>): Catalogue {
  const relations = Object.entries(tables).map(([name, { rows, days }]): [string, Relation] => {
    const fromMs = NOW_MS - days * DAY_MS;
    const hypertable = { estimatedRows: rows, oldestChunk: { fromMs, toMs: fromMs + DAY_MS } } as Hypertable;
    return [`public.${name}`, { hypertable } as Relation];
  });
  const places = { tables: DEFAULT_PLANT_TABLES, sources: new Map() };
  return { nowMs: NOW_MS, relations: new Map(relations), ...places } as unknown as Catalogue;
}

test('rare rows take windows of a day, dense ones of an hour, by the denser of the two tables', () => {
  const sparse = { rows: 1_000_000, days: 174 };
  const dense = { rows: 20_000_000, days: 7 };
  expect(preparationSize(catalogueWith({ performance_metric: sparse })).maxWindowMs).toBe(DAY_MS);
  expect(preparationSize(catalogueWith({ metric: dense, performance_metric: sparse })).maxWindowMs).toBe(HOUR_MS);
  const { maxWindowMs } = preparationSize(catalogueWith({ metric: { rows: 3_000_000, days: 10 } }));
  expect(maxWindowMs).toBe(2 * HOUR_MS);
});

test('the estimate grows with the rows and with the past that they span, and nothing takes no time', () => {
  const estimate = (rows: number, days: number) =>
    preparationSize(catalogueWith({ metric: { rows, days } })).estimateMs;
  expect(estimate(0, 300)).toBe(0);
  expect(preparationSize(catalogueWith({})).estimateMs).toBe(0);
  expect(estimate(1_000_000, 174)).toBeGreaterThan(estimate(1_000_000, 17));
  expect(estimate(10_000_000, 174)).toBeGreaterThan(estimate(1_000_000, 174));
});
