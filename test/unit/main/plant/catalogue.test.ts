import { describe, expect, test } from 'vitest';
import { Catalogue } from '../../../../src/main/plant/catalogue';
import type { CatalogueRecord } from '../../../../src/main/plant/catalogue-record';
import type { Sweep } from '../../../../src/main/plant/catalogue-sweep';
import { FakeTimers } from './fake-timers';

const abilities = {
  metric: true,
  performanceMetric: true,
  levels: { metric: ['1min' as const], oee: [] },
  workUnit: true,
  metricDefinition: true,
  preparation: true,
  jobs: true,
  wakeUpChannel: true,
};
const record: CatalogueRecord = {
  known: [{ table: 'metric', workUnitId: 'mill', name: 'load', firstMs: 1_000, lastMs: 5_000, cadenceMs: 1_000 }],
  units: [{ workUnitId: 'mill', displayName: 'Mill 1', line: 'A', hidden: false }],
  metrics: [],
  abilities,
  rawRetention: { metric: 86_400_000, oee: undefined },
  asOfMs: 6_000,
};
const sweep: Sweep = {
  abilities: { ...abilities, wakeUpChannel: false },
  seen: [{ table: 'metric', workUnitId: 'press', name: 'force', firstMs: 2_000, lastMs: 9_000, cadenceMs: 500 }],
  units: [],
  metrics: [],
  rawRetention: { metric: undefined, oee: undefined },
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
    expect(catalogue.abilities()?.levels.metric).toEqual(['1min']);
    expect([catalogue.rawKeptMs('metric'), catalogue.isSwept]).toEqual([86_400_000, false]);
    expect(published).toEqual([['mill']]);
    catalogue.close();
  });

  test('gives way to the first sweep, which keeps its silent series', async () => {
    const { catalogue, records } = openCatalogue(() => Promise.resolve(sweep));
    catalogue.restore(record);
    await catalogue.start();
    expect(catalogue.units().map(({ workUnitId }) => workUnitId)).toEqual(['mill', 'press']);
    expect([catalogue.isSwept, catalogue.abilities()?.wakeUpChannel]).toEqual([true, false]);
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
